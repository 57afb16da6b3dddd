// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.wire.ConversationPayload;
import homeroom.api.wire.MessagePayload;
import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.imports.ImportEvent;
import homeroom.chat.live.SettingsEvent;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.ReceiptEvent;
import homeroom.chat.message.RecordEvent;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.PresenceEvent;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.presence.TypingEvent;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import homeroom.socketio.Frame;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries events to the sockets of this node. An event is encoded once per dialect that somebody
 * listens in, and the same bytes go to every socket; only a conversation, which looks different to
 * members who have not read equally much, is encoded for each. Runs on the thread of the change;
 * never waits for the network.
 */
final class SocketFanout implements Fanout {

  private final SharedFrames frames;
  private final ConnectionManager<ChatSocket> connections;
  private final Deliveries deliveries;
  private final DeliveryBarrier barrier;
  private final PresenceBatcher presence;
  private final FeathersSockets feathers;

  /**
   * Fan-out over the frames of a namespace.
   *
   * @param deliveries numbers new messages, for those who hear the acks
   * @param barrier at which signing in waits for deliveries under way
   * @param feathers the sockets among the connections that keep records
   */
  SocketFanout(
      SharedFrames frames,
      ConnectionManager<ChatSocket> connections,
      Deliveries deliveries,
      DeliveryBarrier barrier,
      FeathersSockets feathers,
      Timer timer,
      Executor executor) {
    this.frames = frames;
    this.connections = connections;
    this.deliveries = deliveries;
    this.barrier = barrier;
    this.feathers = feathers;
    this.presence = new PresenceBatcher(frames, barrier, timer, executor);
  }

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    barrier.deliver(() -> deliverNow(event, users, except));
  }

  @Override
  public RecordKeepers recordKeepers() {
    return feathers;
  }

  private void deliverNow(
      ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    switch (event) {
      case ConversationEvent.Added(ConversationId id, var views) ->
          deliver(views, ServerEvent.CONVERSATION_NEW, users, except);
      case ConversationEvent.Updated(ConversationId id, var views) ->
          deliver(views, ServerEvent.CONVERSATION_UPDATED, users, except);
      case ConversationEvent.Removed removed ->
          deliver(listeners(users, except), () -> PushedEvent.of(removed));
      case MessageEvent.Sent sent -> deliverNew(sent, listeners(users, except), except);
      case MessageEvent changed -> deliver(listeners(users, except), () -> PushedEvent.of(changed));
      case RecordEvent.OfConversation(ConversationId id, var views) -> deliver(views, users);
      case RecordEvent.OfMessage(MessageView message) ->
          send(
              frames.encode(ServerEvent.MESSAGE_EDITED.feathersName(), MessagePayload.of(message)),
              listeners(users, null).feathers());
      case ReceiptEvent receipts ->
          deliver(listeners(users, except), () -> PushedEvent.of(receipts));
      case TypingEvent typing -> deliver(listeners(users, except), () -> PushedEvent.of(typing));
      case RosterEvent.UserUpdated updated -> deliverGathered(PushedEvent.of(updated), users);
      case RosterEvent change -> deliver(listeners(users, except), () -> PushedEvent.of(change));
      case ImportEvent change -> deliver(listeners(users, except), () -> PushedEvent.of(change));
      case SettingsEvent change -> deliver(listeners(users, except), () -> PushedEvent.of(change));
      case PresenceEvent presence -> deliver(presence, users);
      case SessionEnded(SessionEnded.Reason reason) -> end(users, reason);
      default -> throw new IllegalArgumentException("Sockets have no event for " + event);
    }
  }

  private void end(Collection<UserId> users, SessionEnded.Reason reason) {
    for (UserId user : users) {
      connections.of(user).forEach(connection -> connection.socket().end(reason));
    }
  }

  private void deliver(PresenceEvent event, Collection<UserId> users) {
    var chat = new ArrayList<Connection<ChatSocket>>(users.size());
    var feathers = new ArrayList<Connection<ChatSocket>>(0);
    for (UserId user : users) {
      for (Connection<ChatSocket> connection : connections.of(user)) {
        if (connection.socket().dialect().chat()) {
          chat.add(connection);
        }
        if (connection.socket().dialect().feathers()) {
          feathers.add(connection);
        }
      }
    }
    if (!chat.isEmpty() || !feathers.isEmpty()) {
      PushedEvent pushed = PushedEvent.of(event);
      presence.send(frames.encode(pushed.chat(), pushed.payload()), chat);
      if (!feathers.isEmpty()) {
        presence.send(frames.encode(pushed.feathers(), pushed.payload()), feathers);
      }
    }
  }

  /** For the chat's dialect alone: of many changes at once a socket gets several in one write. */
  private void deliverGathered(PushedEvent pushed, Collection<UserId> users) {
    var chat = new ArrayList<Connection<ChatSocket>>(users.size());
    for (UserId user : users) {
      connections.of(user).stream()
          .filter(connection -> connection.socket().dialect().chat())
          .forEach(chat::add);
    }
    if (!chat.isEmpty()) {
      presence.send(frames.encode(pushed.chat(), pushed.payload()), chat);
    }
  }

  private void deliver(
      Map<UserId, ConversationView> views,
      ServerEvent event,
      Collection<UserId> users,
      @Nullable ConnectionId except) {
    for (UserId user : users) {
      ConversationView view = views.get(user);
      Listeners listeners = listeners(List.of(user), except);
      if (view != null && !listeners.isEmpty()) {
        var payload = ConversationPayload.of(view);
        send(frames.encode(event.chatName(), payload), listeners.chat());
        send(frames.encode(event.feathersName(), payload), listeners.feathers());
      }
    }
  }

  /** A record of a conversation; those to whom it looks the same get the same bytes. */
  private void deliver(Map<UserId, ConversationView> views, Collection<UserId> users) {
    record Seen(boolean readOnly, int unread, long readSeq) {}
    var encoded = new HashMap<Seen, Frame>();
    for (UserId user : users) {
      ConversationView view = views.get(user);
      List<ChatSocket> sockets = listeners(List.of(user), null).feathers();
      if (view != null && !sockets.isEmpty()) {
        Frame frame =
            encoded.computeIfAbsent(
                new Seen(view.readOnly(), view.unread(), view.readSeq()),
                any ->
                    frames.encode(
                        ServerEvent.CONVERSATION_UPDATED.feathersName(),
                        ConversationPayload.of(view)));
        send(frame, sockets);
      }
    }
  }

  private void deliver(Listeners listeners, Supplier<PushedEvent> event) {
    if (listeners.isEmpty()) {
      return;
    }
    PushedEvent pushed = event.get();
    if (pushed.sameInBoth()) {
      send(frames.encode(pushed.chat(), pushed.payload()), listeners.all());
      return;
    }
    if (pushed.inChat() && !listeners.chat().isEmpty()) {
      send(frames.encode(pushed.chat(), pushed.payload()), listeners.chat());
    }
    if (!listeners.feathers().isEmpty()) {
      send(frames.encode(pushed.feathers(), pushed.payload()), listeners.feathers());
    }
  }

  private void deliverNew(
      MessageEvent.Sent sent, Listeners listeners, @Nullable ConnectionId except) {
    deliveries.order().lock();
    try {
      Deliveries.Delivery delivery = deliveries.of(sent.message().message());
      if (except != null) {
        made(sent.message().message(), delivery, except);
      }
      if (!listeners.isEmpty()) {
        deliver(delivery, PushedEvent.of(sent), listeners);
      }
    } finally {
      deliveries.order().unlock();
    }
  }

  private void deliver(Deliveries.Delivery delivery, PushedEvent pushed, Listeners listeners) {
    if (!listeners.chat().isEmpty()) {
      listeners.chat().forEach(socket -> socket.progress().sent(delivery));
      Frame frame = frames.encodeWithSharedAck(pushed.chat(), delivery.ackId(), pushed.payload());
      send(frame.withMarker(delivery.number()), listeners.chat());
    }
    if (!listeners.feathers().isEmpty()) {
      listeners.feathers().forEach(socket -> socket.progress().sent(delivery));
      Frame frame = frames.encode(pushed.feathers(), pushed.payload());
      send(frame.withMarker(delivery.number()), listeners.feathers());
    }
  }

  private void made(Message message, Deliveries.Delivery delivery, ConnectionId by) {
    for (Connection<ChatSocket> connection : connections.of(message.senderId())) {
      if (connection.id().equals(by)) {
        connection.socket().progress().made(delivery);
      }
    }
  }

  /** The sockets to be told, by dialect; one of both dialects stands in both. */
  private record Listeners(List<ChatSocket> chat, List<ChatSocket> feathers) {
    boolean isEmpty() {
      return chat.isEmpty() && feathers.isEmpty();
    }

    /** Each once. */
    List<ChatSocket> all() {
      if (feathers.isEmpty()) {
        return chat;
      }
      var all = new ArrayList<>(chat);
      feathers.stream().filter(socket -> !socket.dialect().chat()).forEach(all::add);
      return all;
    }
  }

  /** As in Feathers, the calling socket hears its own service events. */
  private Listeners listeners(Collection<UserId> users, @Nullable ConnectionId except) {
    var chat = new ArrayList<ChatSocket>(users.size());
    var feathers = new ArrayList<ChatSocket>(0);
    for (UserId user : users) {
      for (Connection<ChatSocket> connection : connections.of(user)) {
        ChatSocket socket = connection.socket();
        if (socket.dialect().chat() && !connection.id().equals(except)) {
          chat.add(socket);
        }
        if (socket.dialect().feathers()) {
          feathers.add(socket);
        }
      }
    }
    return new Listeners(chat, feathers);
  }

  private void send(Frame frame, List<ChatSocket> sockets) {
    var open = new ArrayList<Socket>(sockets.size());
    for (ChatSocket socket : sockets) {
      if (socket.isOpen() || !socket.hold(frame)) {
        open.add(socket.socket());
      }
    }
    frames.send(frame, open);
  }
}
