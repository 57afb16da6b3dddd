// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A device of a model test: it keeps its copy when it is disconnected, and confirms pushes or does
 * not. Beside what it heard it keeps what it must have been sent.
 */
final class ModelDevice implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  /** What this connection was sent of a conversation, by the model. */
  private static final class Sent {
    private final long after;
    private long acked;

    Sent(long after) {
      this.after = after;
      this.acked = after;
    }
  }

  /** Which pushed events a device listens to. */
  enum Dialect {
    CHAT,
    FEATHERS,
    BOTH
  }

  final Person person;
  private final Dialect dialect;
  private final boolean acks;
  final LocalCopy copy = new LocalCopy();
  private final Map<String, Sent> sent = new HashMap<>();
  private @Nullable LightLine line;
  boolean synced;

  /**
   * A device that is not connected yet.
   *
   * @param acks whether it confirms what it is asked to; service events never ask
   */
  ModelDevice(Person person, Dialect dialect, boolean acks) {
    this.person = person;
    this.dialect = dialect;
    this.acks = acks && dialect != Dialect.FEATHERS;
  }

  boolean isConnected() {
    return line != null;
  }

  /** Whether its connection ended by itself. */
  boolean hasLostConnection() {
    LightLine open = line;
    return open != null && open.ended().isDone();
  }

  void connect() throws Exception {
    var connected = new CompletableFuture<Void>();
    line =
        LightLine.open(
            person.server().url(),
            Map.of(
                "token",
                String.valueOf(person.rest().token()),
                "events",
                dialect.name().toLowerCase(Locale.ROOT)),
            (event, payload, ack) -> {
              if (event.equals("connected")) {
                connected.complete(null);
              }
              heard(event, payload);
              if (acks) {
                ack.run();
              }
            });
    var _ = line.ended().thenRun(() -> connected.completeExceptionally(new LightLine.LineEnded()));
    connected.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    synced = false;
  }

  private void heard(String event, JsonNode payload) {
    switch (event) {
      case "message:new",
          "message:edited",
          "message:deleted",
          "messages created",
          "messages patched",
          "messages removed" ->
          copy.apply(payload);
      case "conversation:new", "conversations created" -> copy.added(payload);
      case "conversation:removed", "conversations removed" ->
          copy.removed(payload.get("conversationId").stringValue());
      default -> {}
    }
  }

  /**
   * Everything that was pushed before is heard by now, and what it confirmed has arrived: an answer
   * comes after the pushes before it, and a call after the acks before it.
   */
  void settle() throws Exception {
    for (int i = 0; i < 2; i++) {
      call("message:delivered", Map.of("conversationId", "none", "seq", 0));
    }
  }

  @Override
  public void close() {
    if (line != null) {
      line.close();
    }
    line = null;
    sent.clear();
  }

  JsonNode call(String event, Object payload) throws Exception {
    return line().call(event, payload).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Calls the method of a service, as every socket may; error and result. */
  JsonNode service(Object... methodServiceAndArguments) throws Exception {
    Object[] rest =
        Arrays.copyOfRange(methodServiceAndArguments, 1, methodServiceAndArguments.length);
    return line()
        .callWith(String.valueOf(methodServiceAndArguments[0]), rest)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private LightLine line() {
    LightLine open = line;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open;
  }

  /** The model sent this connection a message; if it confirms, what it confirms by that. */
  ModelConversation.@Nullable Confirmed sent(ModelConversation conversation, long seq) {
    Sent mine = of(conversation, seq);
    mine.acked = acks ? seq : mine.acked;
    return confirmed(conversation);
  }

  /** A call of this connection made a message: it has it, but does not confirm it. */
  void made(ModelConversation conversation, long seq) {
    of(conversation, seq);
  }

  private Sent of(ModelConversation conversation, long seq) {
    return sent.computeIfAbsent(conversation.id, id -> new Sent(seq - 1));
  }

  /** What this connection has confirmed so far, if anything. */
  ModelConversation.@Nullable Confirmed confirmed(ModelConversation conversation) {
    Sent mine = sent.get(conversation.id);
    return mine == null || mine.acked == mine.after
        ? null
        : new ModelConversation.Confirmed(mine.after, mine.acked);
  }
}
