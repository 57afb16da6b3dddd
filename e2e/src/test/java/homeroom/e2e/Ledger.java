// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the server acknowledged to all clients of a crash test, and what it did wrong meanwhile. */
final class Ledger {

  /** What a client wants done until it is acknowledged. */
  record Wish(String event, Map<String, String> payload) {

    boolean isSend() {
      return event.equals("message:send");
    }
  }

  /** What was promised of one message, by the newest acknowledgement. */
  record Promise(String id, long seq, long rev, @Nullable String text, boolean deleted) {

    Promise or(Promise other) {
      if (deleted != other.deleted) {
        return deleted ? this : other;
      }
      return other.rev >= rev ? other : this;
    }
  }

  final AtomicLong acked = new AtomicLong();
  final AtomicLong retried = new AtomicLong();
  final AtomicLong duplicates = new AtomicLong();
  final AtomicLong pushes = new AtomicLong();
  final AtomicLong connections = new AtomicLong();
  final Map<String, Promise> promises = new ConcurrentHashMap<>();
  final Map<String, Integer> sent = new ConcurrentHashMap<>();
  final Queue<String> violations = new ConcurrentLinkedQueue<>();

  /**
   * An answer came.
   *
   * @return the message, null if there is none any more to be changed
   */
  @Nullable JsonNode acknowledged(Wish wish, JsonNode answer) {
    if (!answer.get("ok").booleanValue()) {
      return refused(wish, answer.get("error"));
    }
    acked.incrementAndGet();
    JsonNode message = answer.get("message");
    if (answer.path("duplicate").asBoolean(false)) {
      duplicates.incrementAndGet();
    }
    if (wish.isSend()) {
      sent.merge(message.get("clientId").stringValue(), 1, Integer::sum);
      check(message.get("clientId").stringValue().equals(wish.payload().get("clientId")), answer);
    }
    promise(
        new Promise(
            message.get("_id").stringValue(),
            message.get("seq").longValue(),
            message.get("rev").longValue(),
            message.get("text").stringValue(),
            !message.get("deletedAt").isNull()));
    return message;
  }

  /** Somebody else, or the call whose answer got lost, has deleted the message already. */
  private @Nullable JsonNode refused(Wish wish, JsonNode error) {
    String id = wish.payload().get("messageId");
    boolean deleted = error.path("data").path("code").asString("").equals("message-deleted");
    if (deleted && id != null) {
      promise(new Promise(id, 0, 0, null, true));
    } else {
      violations.add(wish + " was refused: " + error);
    }
    return null;
  }

  void check(boolean right, Object what) {
    if (!right) {
      violations.add(String.valueOf(what));
    }
  }

  private void promise(Promise promise) {
    promises.merge(promise.id(), promise, Promise::or);
  }

  /** Compares all that was promised with the history of all conversations. */
  List<String> broken(Map<String, JsonNode> history) {
    var broken = new ArrayList<String>(violations);
    promises
        .values()
        .forEach(promise -> {
          JsonNode message = history.get(promise.id());
          if (message == null) {
            broken.add("lost: " + promise);
          } else if (!kept(promise, message)) {
            broken.add("promised: " + promise + " but there is " + message);
          }
        });
    return broken;
  }

  static boolean kept(Promise promise, JsonNode message) {
    boolean deleted = !message.get("deletedAt").isNull();
    String text = message.get("text").stringValue();
    if (deleted || promise.deleted()) {
      return deleted && text.isEmpty();
    }
    return message.get("seq").longValue() == promise.seq()
        && message.get("rev").longValue() == promise.rev()
        && text.equals(promise.text());
  }
}
