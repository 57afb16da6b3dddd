// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation and what is known of it at one moment; it does not change.
 *
 * @param type {@code direct}, {@code group} or {@code class}; more may come
 * @param participants of a direct conversation or a group
 * @param readSeq up to which this user has read
 * @param unread messages of others after that, up to 999
 * @param messages those that are known, by seq, without a hole
 * @param hasOlder whether there are messages before them, for {@link HomeroomClient#older}
 */
public record Conversation(
    String id,
    String type,
    @Nullable String title,
    @Nullable String classId,
    List<String> participants,
    boolean readOnly,
    long readSeq,
    int unread,
    List<Message> messages,
    boolean hasOlder,
    Instant updatedAt) {

  public Conversation {
    participants = List.copyOf(participants);
    messages = List.copyOf(messages);
  }

  /** The newest message; null if none is known. */
  public @Nullable Message last() {
    return messages.isEmpty() ? null : messages.get(messages.size() - 1);
  }

  /** What the wire says of one, and what is known of its messages. */
  static Conversation of(
      Json json, long readSeq, int unread, List<Message> messages, boolean hasOlder) {
    return new Conversation(
        json.text("_id"),
        json.text("type"),
        json.textOrNull("title"),
        json.textOrNull("classId"),
        json.texts("participants"),
        json.flag("readOnly"),
        readSeq,
        unread,
        messages,
        hasOlder,
        Instant.parse(json.text("updatedAt")));
  }
}
