// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the watermarks of members are kept, by conversation: a batch moves those of many members in
 * few writes, and one that leaves costs what one member costs. Every call blocks, is safe for many
 * threads and processes, and names the school.
 */
public interface ReceiptStore {

  /** The watermarks of every member that has one, in no order. */
  List<Watermark> watermarks(SchoolId school, ConversationId conversation);

  /** The same for each of these conversations that has any. */
  Map<ConversationId, List<Watermark>> watermarksIn(
      SchoolId school, Collection<ConversationId> conversations);

  /** The user's watermarks in these conversations; none where the user has none. */
  Map<ConversationId, Watermark> watermarksOf(
      SchoolId school, UserId user, Collection<ConversationId> conversations);

  /**
   * Gives each of these users who has none a watermark whose three numbers are the newest seq.
   * Durable when it returns.
   */
  void join(SchoolId school, ConversationId conversation, Set<UserId> users);

  /** Drops the watermarks of these users. */
  void leave(SchoolId school, ConversationId conversation, Set<UserId> users);

  /**
   * Moves watermarks forward, in order, those of one conversation in one step; durable when it
   * returns. A seq above the newest counts as the newest. An advance changes nothing that is behind
   * the watermark, is of a user without one, or leaves a hole: some message, deleted or not, stands
   * after the user's delivered watermark and not after {@link WatermarkAdvance#after}.
   *
   * @return those that moved a watermark, in order within each conversation; a read that moved only
   *     the delivered one is returned as a delivery
   */
  List<WatermarkMove> advance(Collection<WatermarkAdvance> advances);

  /**
   * The same for what nobody waits for: the store may put it off until there is something else to
   * write, so that both become durable in one step.
   *
   * @param patience how long at most, unless {@link #hurry} is called
   */
  default List<WatermarkMove> advance(Collection<WatermarkAdvance> advances, Duration patience) {
    return advance(advances);
  }

  /** What was put off is to be put off no longer. */
  default void hurry() {}

  /**
   * Who got and read the message with that seq, and when: every user with a watermark whose joinSeq
   * is below seq, in no order.
   */
  List<MessageReceipt> receipts(SchoolId school, ConversationId conversation, long seq);
}
