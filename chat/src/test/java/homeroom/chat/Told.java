// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.message.ReceiptEvent;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.RecordEvent;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.PresenceEvent;
import homeroom.chat.presence.SessionEnded;
import homeroom.chat.presence.TypingEvent;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries events to devices at once, and remembers who was told what. */
final class Told implements Fanout {

  private record Delivery(ChatEvent event, Set<UserId> users) {}

  private final ConnectionManager<Device> connections;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final Set<UserId> keepers = new HashSet<>();

  Told(ConnectionManager<Device> connections) {
    this.connections = connections;
  }

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    deliveries.add(new Delivery(event, Set.copyOf(users)));
    for (UserId user : users) {
      connections.of(user).stream()
          .map(connection -> connection.socket())
          .filter(device -> !device.id().equals(except))
          .forEach(device -> device.hear(event));
    }
  }

  /** The user's connections keep records from now on. */
  void keepsRecords(UserId user) {
    keepers.add(user);
  }

  @Override
  public RecordKeepers recordKeepers() {
    return new RecordKeepers() {
      @Override
      public boolean isEmpty() {
        return keepers.isEmpty();
      }

      @Override
      public boolean contains(UserId user) {
        return keepers.contains(user) && connections.isConnected(user);
      }
    };
  }

  /** What the user was told, connected or not. */
  List<ChatEvent> to(UserId user) {
    return deliveries.stream()
        .filter(delivery -> delivery.users.contains(user))
        .map(Delivery::event)
        .toList();
  }

  /** Who was told such an event. */
  Set<UserId> of(Class<? extends ChatEvent> kind) {
    return deliveries.stream()
        .filter(delivery -> kind.isInstance(delivery.event))
        .flatMap(delivery -> delivery.users.stream())
        .collect(Collectors.toSet());
  }

  void forget() {
    deliveries.clear();
  }

  /** The event in a few words. */
  static String words(ChatEvent event) {
    return switch (event) {
      case MessageEvent.Sent sent -> "sent " + sent.message().message().text();
      case MessageEvent.Edited edited -> "edited " + edited.message().message().text();
      case MessageEvent.Deleted deleted -> "deleted " + deleted.message().message().seq();
      case ReceiptEvent receipts -> words(receipts);
      case TypingEvent.Started started -> started.userId() + " types";
      case TypingEvent.Stopped stopped -> stopped.userId() + " stops";
      case RecordEvent.OfConversation changed -> "conversation " + changed.id();
      case RecordEvent.OfMessage changed ->
          "message %d %s"
              .formatted(
                  changed.message().message().seq(), word(changed.message().receipts().status()));
      case ConversationEvent.Added added -> "added " + added.id();
      case ConversationEvent.Updated updated -> "updated " + updated.id();
      case ConversationEvent.Removed removed -> "removed " + removed.id();
      case PresenceEvent.Online online -> online.user().userId() + " online";
      case PresenceEvent.Offline offline -> offline.user().userId() + " offline";
      case SessionEnded ended -> "session ended " + word(ended.reason());
      case RosterEvent change -> change.getClass().getSimpleName();
      default -> event.toString();
    };
  }

  private static String words(ReceiptEvent receipts) {
    return (receipts.kind() == ReceiptKind.READ ? "read " : "delivered ")
        + receipts.receipts().stream()
            .map(entry -> entry.userId() + " " + entry.seq())
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
