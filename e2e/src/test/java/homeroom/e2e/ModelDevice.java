package homeroom.e2e;

import java.util.HashMap;
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

  final Person person;
  final boolean acks;
  final LocalCopy copy = new LocalCopy();
  private final Map<String, Sent> sent = new HashMap<>();
  private @Nullable ChatLine line;
  boolean synced;

  ModelDevice(Person person, boolean acks) {
    this.person = person;
    this.acks = acks;
  }

  boolean isConnected() {
    return line != null;
  }

  void connect() throws Exception {
    var connected = new CompletableFuture<Void>();
    line =
        LightLine.open(
            person.server().url(),
            String.valueOf(person.rest().token()),
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
      case "message:new", "message:edited", "message:deleted" -> copy.apply(payload);
      case "conversation:new" -> copy.added(payload);
      case "conversation:removed" -> copy.removed(payload.get("conversationId").stringValue());
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
    ChatLine open = line;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open.call(event, payload).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
