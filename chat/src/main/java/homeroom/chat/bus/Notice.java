// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anything but a change of messages. Whoever hears one twice comes to no harm, since it says where
 * to look, or what holds now.
 */
public sealed interface Notice extends Change {

  /**
   * That the store has something else than it had; left there as a hint too, so that all know of it
   * within a second though the bus is away.
   *
   * @param id never the same twice
   */
  record Announced(String id, News news) implements Notice {}

  /** Who is online on the node that says so. What is lost of these it makes good with the last. */
  sealed interface OfPresence extends Notice {

    /** Somebody is, as said; also if that was said before otherwise. */
    record Came(Present who) implements OfPresence {}

    /** Somebody is no more. */
    record Left(UserId user) implements OfPresence {}

    /**
     * Of all users whose ids are in a range these are, and nobody else. Everybody is said in ranges
     * that follow one another, so that each is short.
     *
     * @param asks whether the others are to say the same of themselves
     * @param after the range begins after this id; with the first one if null
     * @param last the range ends with this id; with the last one if null
     */
    record Here(List<Present> people, boolean asks, @Nullable UserId after, @Nullable UserId last)
        implements OfPresence {
      public Here {
        people = List.copyOf(people);
      }
    }
  }

  /**
   * Members have come further in a conversation. May be lost: the next says how far they are too.
   *
   * @param read whether they read, or only got, the messages
   * @param after no message up to this seq is concerned
   * @param to whom it concerns
   */
  record OfReceipts(
      ConversationId conversation, boolean read, long after, List<Receipt> receipts, Set<UserId> to)
      implements Notice {
    public OfReceipts {
      receipts = List.copyOf(receipts);
      to = Set.copyOf(to);
    }
  }

  /** How far one member has come, and when. */
  record Receipt(UserId user, long seq, Instant at) {}

  /** Somebody writes a message, or stopped. May be lost: each node ends by itself what it began. */
  record OfTyping(ConversationId conversation, UserId user, boolean started) implements Notice {}

  /**
   * A sign-in failed; in the log {@linkplain OtherNodes#OF_ALL_SCHOOLS of all schools}. May be
   * lost.
   *
   * @param kind of what was tried
   * @param account whose it may be, in whatever letters
   * @param origin where it came from, the same
   */
  record OfFailure(String kind, String account, String origin) implements Notice {}
}
