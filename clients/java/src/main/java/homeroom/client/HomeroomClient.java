// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import io.socket.client.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * A session with a Homeroom server. It keeps a copy of the user's conversations without gaps, sends
 * what is to be sent once and in order, also over reconnects, confirms what arrives, and has
 * another token before the one in use is over.
 *
 * <p>Safe for many threads. What it keeps is kept on a thread of its own, on which listeners are
 * called; no method blocks.
 */
public final class HomeroomClient implements AutoCloseable {

  /** What the connection is like. */
  public enum State {
    /** Not opened, closed, or the session is over. */
    CLOSED,
    /** No connection yet, or none any more: it is being tried. */
    CONNECTING,
    /** Connected, and what was missed is on its way. */
    SYNCING,
    /** Connected, and nothing is missing. */
    READY
  }

  /** Messages of a page of older ones. */
  private static final int PAGE = 50;

  /** Messages in one answer to a sync; its bytes are bounded by the server. */
  private static final int SYNC_LIMIT = 1_000;

  private static final long RETRY_MILLIS = 1_000;

  private final List<ChatListener> listeners = new CopyOnWriteArrayList<>();
  private final ClientThreads threads = new ClientThreads();
  private final Connection connection;
  private final Outbox outbox;
  private final Map<String, ConversationCopy> copies = new HashMap<>();
  private final Map<String, Conversation> views = new ConcurrentSkipListMap<>();
  private final Map<String, Long> reads = new HashMap<>();
  private final Set<String> recounting = new HashSet<>();
  private volatile List<Unsent> unsent = List.of();
  private volatile State state = State.CLOSED;
  private volatile @Nullable String me;
  private @Nullable String epoch;
  private boolean isSyncing;
  private boolean syncAgain;

  /**
   * A client that keeps unsent messages in memory.
   *
   * @param server where the server is, with the path that a proxy may have put before it
   */
  public HomeroomClient(URI server, TokenSource tokens) {
    this(server, tokens, OutboxStore.none());
  }

  /**
   * @param unsentMessages keeps them beyond this object's life
   */
  public HomeroomClient(URI server, TokenSource tokens, OutboxStore unsentMessages) {
    this.connection = new Connection(server, tokens, threads, new Events());
    this.outbox =
        new Outbox(
            (payload, stored, failed) ->
                connection.ask(
                    "message:send",
                    payload,
                    answer -> stored.accept(Message.of(answer.part("message"))),
                    failed),
            threads::after,
            unsentMessages,
            new Sending());
  }

  /** Listens from now on. */
  public void listen(ChatListener listener) {
    listeners.add(listener);
  }

  /** Signs in and connects, and stays connected until it is closed. Once. */
  public void open() {
    threads.run(() -> {
      outbox.load();
      publishUnsent();
      enter(State.CONNECTING);
      connection.open();
    });
  }

  /** Closes for good. What was not sent stays in its store. */
  @Override
  public void close() {
    threads.run(this::end);
  }

  public State state() {
    return state;
  }

  /** The user's id; null before the first connection. */
  public @Nullable String userId() {
    return me;
  }

  /** The user's conversations as they are now, by id. */
  public List<Conversation> conversations() {
    return List.copyOf(views.values());
  }

  /** One of them; empty if it is not known. */
  public Optional<Conversation> conversation(String id) {
    return Optional.ofNullable(views.get(id));
  }

  /** What waits to be sent, in the order in which it was written. */
  public List<Unsent> unsent() {
    return unsent;
  }

  /**
   * Sends a message, now or once there is a connection again.
   *
   * @throws IllegalStateException if 1 000 messages wait
   */
  public Unsent send(String conversationId, String text) {
    return send(conversationId, text, null);
  }

  /**
   * The same, as an answer.
   *
   * @param replyTo the id of a message of that conversation; null for none
   * @throws IllegalStateException if 1 000 messages wait
   */
  public Unsent send(String conversationId, String text, @Nullable String replyTo) {
    return add(new Unsent(newId(), conversationId, null, text, replyTo, Instant.now(), null));
  }

  /**
   * Sends a message to a person, in the direct conversation, which is made if there is none.
   *
   * @throws IllegalStateException if 1 000 messages wait
   */
  public Unsent sendTo(String userId, String text) {
    return add(new Unsent(newId(), null, userId, text, null, Instant.now(), null));
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private Unsent add(Unsent message) {
    if (!outbox.reserve()) {
      throw new IllegalStateException(Outbox.MAX_UNSENT + " messages wait to be sent");
    }
    threads.run(() -> {
      outbox.add(message);
      publishUnsent();
    });
    return message;
  }

  /** Sends a refused message again, with the same {@code clientId}. */
  public void retry(String clientId) {
    threads.run(() -> {
      outbox.retry(clientId);
      publishUnsent();
    });
  }

  /** Takes a message out of the queue; if it was on its way it may be stored all the same. */
  public void discard(String clientId) {
    threads.run(() -> {
      outbox.discard(clientId);
      publishUnsent();
    });
  }

  /** Changes the text of an own message. */
  public CompletableFuture<Message> edit(String messageId, String text) {
    return change("message:edit", Json.make("messageId", messageId, "text", text));
  }

  /** Deletes a message. */
  public CompletableFuture<Message> delete(String messageId) {
    return change("message:delete", Json.make("messageId", messageId));
  }

  private CompletableFuture<Message> change(String event, JSONObject payload) {
    var changed = new CompletableFuture<Message>();
    threads.run(() ->
        connection.ask(
            event,
            payload,
            answer -> {
              Message message = Message.of(answer.part("message"));
              take(message);
              changed.complete(message);
            },
            changed::completeExceptionally));
    return changed;
  }

  /** The user has read everything up to {@code seq}; without a connection it is told later. */
  public void markRead(String conversationId, long seq) {
    threads.run(() -> {
      @Nullable ConversationCopy copy = copies.get(conversationId);
      if (copy != null && seq > Math.max(copy.readSeq(), reads.getOrDefault(conversationId, 0L))) {
        reads.put(conversationId, seq);
        tellRead(conversationId);
      }
    });
  }

  /**
   * Loads the page of messages before those that are known. Up to 50 000 of one conversation are
   * kept so; of what is loaded the oldest is let go of when many new messages come.
   *
   * @return whether there are still older ones to load
   */
  public CompletableFuture<Boolean> older(String conversationId) {
    var loaded = new CompletableFuture<Boolean>();
    threads.run(() -> {
      @Nullable ConversationCopy copy = copies.get(conversationId);
      if (copy == null || !copy.isNamed() || !copy.canLoadOlder()) {
        loaded.complete(false);
        return;
      }
      long floor = copy.floor();
      find(
          newestFirst(conversationId, "seq", Json.make("$lt", floor)),
          page -> {
            copy.older(floor, page, page.size() < PAGE);
            publish(copy);
            loaded.complete(copy.canLoadOlder());
          },
          loaded::completeExceptionally);
    });
    return loaded;
  }

  private static JSONObject newestFirst(String conversationId, String field, Object condition) {
    return Json.make(
        "conversationId",
        conversationId,
        field,
        condition,
        "$sort",
        Json.make("seq", -1),
        "$limit",
        PAGE);
  }

  /**
   * Calls a method of a service over the socket, as Feathers does: {@code call("find", "users",
   * query)}, {@code call("get", "users", id, query)}.
   *
   * @return a {@link JSONObject} as the service answers it, else a {@link HomeroomException}
   */
  public CompletableFuture<Object> call(String method, String service, Object... arguments) {
    var answered = new CompletableFuture<Object>();
    List<Object> all = List.of(arguments);
    threads.run(() ->
        connection.call(method, service, all, answered::complete, answered::completeExceptionally));
    return answered;
  }

  /** The official client, for what this library does not do, such as presence and typing. */
  public Socket socket() {
    return connection.socket();
  }

  private void find(
      JSONObject query, Consumer<List<Message>> found, Consumer<HomeroomException> failed) {
    connection.call(
        "find",
        "messages",
        List.of(query),
        page ->
            found.accept(
                new Json((JSONObject) page).parts("data").stream().map(Message::of).toList()),
        failed);
  }

  private void tell(Consumer<ChatListener> what) {
    listeners.forEach(listener -> ClientThreads.guarded(() -> what.accept(listener)));
  }

  private void enter(State now) {
    if (state != now) {
      state = now;
      tell(listener -> listener.stateChanged(now));
    }
  }

  private void end() {
    outbox.open(false);
    connection.close();
    enter(State.CLOSED);
    threads.end();
  }

  /** Shows a conversation as it is now, unless it was taken away while an answer was on its way. */
  private void publish(ConversationCopy copy) {
    Conversation view = copy.view();
    if (copies.get(view.id()) != copy) {
      return;
    }
    views.put(view.id(), view);
    tell(listener -> listener.conversationChanged(view));
  }

  private void publishUnsent() {
    unsent = outbox.all();
  }

  private void greet(Json greeting) {
    String user = greeting.text("userId");
    String now = greeting.text("epoch");
    if (me != null && !user.equals(me)) {
      // Nothing of one person is another's, least of all what one wrote.
      outbox.clear();
      publishUnsent();
      reads.clear();
      copies.keySet().stream().toList().forEach(this::remove);
    } else if (epoch != null && !now.equals(epoch)) {
      // The server's revs are of another history: what comes from now on is not of ours.
      copies.values().forEach(ConversationCopy::forgetRev);
    }
    me = user;
    epoch = now;
    enter(State.SYNCING);
    outbox.open(true);
    sync();
    List.copyOf(reads.keySet()).forEach(this::tellRead);
  }

  private void added(Json conversation) {
    String id = conversation.text("_id");
    @Nullable ConversationCopy known = copies.get(id);
    if (known == null) {
      known = new ConversationCopy(conversation, String.valueOf(me));
      known.begin();
      copies.put(id, known);
    } else {
      known.update(conversation);
    }
    publish(known);
  }

  private void remove(String id) {
    copies.remove(id);
    reads.remove(id);
    if (views.remove(id) != null) {
      tell(listener -> listener.conversationRemoved(id));
    }
  }

  private void take(Message message) {
    @Nullable ConversationCopy copy = copies.get(message.conversationId());
    if (copy == null) {
      sync(); // its conversation:new is still to come, or was missed
      return;
    }
    copy.take(message);
    publish(copy);
    if (copy.hasGap() && !connection.isBusy()) {
      sync();
    }
  }

  private void receipts(boolean read, Json receipts) {
    @Nullable ConversationCopy copy = copies.get(receipts.text("conversationId"));
    if (copy != null) {
      boolean followed = copy.receipts(read, receipts.parts("receipts"));
      publish(copy);
      if (!followed) {
        recount(copy);
      }
    }
  }

  /** Asks for the newest own messages again, whose counts could not be followed. */
  private void recount(ConversationCopy copy) {
    String id = copy.view().id();
    if (recounting.add(id)) {
      find(
          newestFirst(id, "senderId", String.valueOf(me)),
          page -> {
            recounting.remove(id);
            copy.refresh(page);
            publish(copy);
          },
          why -> recounting.remove(id)); // the next receipts bring it about again
    }
  }

  private void tellRead(String conversationId) {
    long seq = reads.getOrDefault(conversationId, 0L);
    connection.ask(
        "message:read",
        Json.make("conversationId", conversationId, "seq", seq),
        answer -> told(conversationId, seq),
        why -> {
          if (!why.passes()) {
            reads.remove(conversationId, seq);
          }
        });
  }

  private void told(String conversationId, long seq) {
    reads.remove(conversationId, seq);
    @Nullable ConversationCopy copy = copies.get(conversationId);
    if (copy != null) {
      copy.read(seq);
      publish(copy);
    }
  }

  /** Asks for what was missed, until nothing is missing; one at a time. */
  private void sync() {
    if (isSyncing) {
      syncAgain = true;
      return;
    }
    isSyncing = true;
    syncAgain = false;
    syncFrom(null);
  }

  private void syncFrom(@Nullable String after) {
    var revs = new TreeMap<String, Object>();
    copies.forEach((id, copy) -> {
      if (copy.isNamed() && (after == null || id.compareTo(after) > 0)) {
        revs.put(id, copy.rev());
      }
    });
    JSONObject question =
        Json.make(
            "conversations",
            new JSONObject(revs),
            "limit",
            SYNC_LIMIT,
            "epoch",
            epoch,
            "after",
            after);
    connection.ask("message:sync", question, this::synced, why -> syncFailed(after, why));
  }

  private void synced(Json answer) {
    epoch = answer.text("epoch");
    answer.texts("removed").forEach(this::remove);
    answer.parts("conversations").forEach(this::syncedEntry);
    @Nullable String next = answer.textOrNull("next");
    if (next != null) {
      syncFrom(next);
      return;
    }
    isSyncing = false;
    if (syncAgain) {
      sync();
    } else {
      enter(State.READY);
    }
  }

  private void syncedEntry(Json entry) {
    Json conversation = entry.part("conversation");
    ConversationCopy copy =
        copies.computeIfAbsent(
            conversation.text("_id"), id -> new ConversationCopy(conversation, String.valueOf(me)));
    copy.sync(entry);
    syncAgain |= !entry.flag("complete") || copy.hasGap();
    confirm(conversation.text("_id"), entry, copy);
    publish(copy);
  }

  /** Says at once that the messages of an entry arrived; the heartbeat would say it later. */
  private void confirm(String id, Json entry, ConversationCopy copy) {
    long seq = copy.newestOfOthers();
    if (entry.flag("complete") && seq > 0 && !entry.parts("messages").isEmpty()) {
      connection.ask(
          "message:delivered",
          Json.make("conversationId", id, "seq", seq),
          answer -> {},
          why -> {});
    }
  }

  /** A server that is busy is asked again when it says, and goes on from there. */
  private void syncFailed(@Nullable String after, HomeroomException why) {
    if (isUp() && why.retryAfterMillis() > 0) {
      threads.after(why.retryAfterMillis(), () -> syncFrom(after));
      return;
    }
    isSyncing = false;
    if (isUp()) {
      threads.after(
          RETRY_MILLIS,
          () -> {
            if (isUp()) {
              sync();
            }
          });
    }
  }

  private boolean isUp() {
    return state == State.SYNCING || state == State.READY;
  }

  /** What the connection tells, on the client's thread. */
  private final class Events implements Connection.Owner {

    @Override
    public void offline() {
      outbox.open(false);
      enter(State.CONNECTING);
    }

    @Override
    public void greeted(Json connected) {
      greet(connected);
    }

    @Override
    public void pushed(String event, Json payload, Runnable confirm) {
      switch (event) {
        case "message:new" -> {
          Message message = Message.of(payload);
          take(message);
          confirm.run();
          if (!message.senderId().equals(me)) {
            tell(listener -> listener.messageArrived(message));
          }
        }
        case "message:edited", "message:deleted" -> take(Message.of(payload));
        case "message:delivered" -> receipts(false, payload);
        case "message:read" -> receipts(true, payload);
        case "conversation:new", "conversation:updated" -> added(payload);
        case "conversation:removed" -> remove(payload.text("conversationId"));
        default -> {}
      }
    }

    @Override
    public void settled() {
      if (copies.values().stream().anyMatch(ConversationCopy::hasGap)) {
        sync();
      }
    }

    @Override
    public void ended(String reason) {
      end();
      tell(listener -> listener.sessionEnded(reason));
    }
  }

  /** What becomes of messages, on the client's thread. */
  private final class Sending implements Outbox.Listener {

    @Override
    public void stored(Unsent message, Message stored) {
      publishUnsent();
      take(stored);
      tell(listener -> listener.messageStored(message, stored));
    }

    @Override
    public void refused(Unsent message, HomeroomException why) {
      publishUnsent();
      tell(listener -> listener.messageRefused(message, why));
    }
  }
}
