// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as the server last told it.
 *
 * @param clientId its sender's own key for it
 * @param seq its place in the conversation
 * @param rev its newest change
 * @param text "" once deleted
 * @param status {@code sent}, {@code delivered} or {@code read}, as the least advanced of the
 *     others
 * @param receipts how many of the others got and read it
 */
public record Message(
    String id,
    String conversationId,
    String senderId,
    String clientId,
    long seq,
    long rev,
    String text,
    @Nullable String replyTo,
    String status,
    Receipts receipts,
    @Nullable Instant editedAt,
    @Nullable Instant deletedAt,
    Instant createdAt) {

  /**
   * How many of the other members have a message.
   *
   * @param of how many there are
   */
  public record Receipts(int delivered, int read, int of) {

    String status() {
      return of == 0 || delivered < of ? "sent" : read < of ? "delivered" : "read";
    }
  }

  /** Reads one of the wire. */
  static Message of(Json json) {
    Json receipts = json.part("receipts");
    return new Message(
        json.text("_id"),
        json.text("conversationId"),
        json.text("senderId"),
        json.text("clientId"),
        json.number("seq"),
        json.number("rev"),
        json.text("text"),
        json.textOrNull("replyTo"),
        json.text("status"),
        new Receipts(
            (int) receipts.number("delivered"),
            (int) receipts.number("read"),
            (int) receipts.number("of")),
        time(json, "editedAt"),
        time(json, "deletedAt"),
        Instant.parse(json.text("createdAt")));
  }

  /** The same, which more or fewer have. */
  Message with(Receipts counts) {
    var bounded =
        new Receipts(
            Math.min(counts.of(), counts.delivered()),
            Math.min(counts.of(), counts.read()),
            counts.of());
    return new Message(
        id,
        conversationId,
        senderId,
        clientId,
        seq,
        rev,
        text,
        replyTo,
        bounded.status(),
        bounded,
        editedAt,
        deletedAt,
        createdAt);
  }

  private static @Nullable Instant time(Json json, String name) {
    @Nullable String text = json.textOrNull(name);
    return text == null ? null : Instant.parse(text);
  }
}
