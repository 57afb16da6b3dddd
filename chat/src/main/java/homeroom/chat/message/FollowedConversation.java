// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that somebody keeps as a record: what changed since they were told, and what is
 * known of it. Changes are noted by any thread; what is known is for whoever's turn it is in the
 * conversation.
 */
final class FollowedConversation {

  /** Messages noted at most; of more, everybody's unread messages are counted anew. */
  private static final int MAX_NOTED = 500;

  /**
   * What changed.
   *
   * @param messages as each change left them, in their order; null if they were too many
   * @param reads how far members have read
   * @param recounted whose unread messages are not known any more
   * @param receipts whether senders were told that messages reached somebody
   * @param read whether they were told that somebody read messages
   * @param after those after this seq
   */
  record Changes(
      @Nullable List<Message> messages,
      Map<UserId, Long> reads,
      Set<UserId> recounted,
      boolean receipts,
      boolean read,
      long after) {}

  private final SchoolId school;
  private final ConversationId id;
  private final Consumer<FollowedConversation> whenChanged;

  private @Nullable List<Message> messages = new ArrayList<>();
  private Map<UserId, Long> reads = new HashMap<>();
  private Set<UserId> recounted = new HashSet<>();
  private boolean receipts;
  private boolean read;
  private long after = Long.MAX_VALUE;

  /** What {@code read} was when it was taken last. */
  private boolean readTaken;

  /** Whether it is going to be told. */
  private boolean due;

  private @Nullable Long toldAt;

  private final Map<UserId, Standing> standings = new HashMap<>();
  private final NavigableMap<Long, MessageStatus> statuses = new TreeMap<>();
  private long rev;

  /**
   * Nothing changed.
   *
   * @param whenChanged asked to have it told, once until {@link #take}
   */
  FollowedConversation(
      SchoolId school, ConversationId id, Consumer<FollowedConversation> whenChanged) {
    this.school = school;
    this.id = id;
    this.whenChanged = whenChanged;
  }

  SchoolId school() {
    return school;
  }

  ConversationId id() {
    return id;
  }

  /** A message was sent, edited or deleted; in the order of the revs. */
  void changed(Message message) {
    note(() -> {
      if (messages != null && messages.size() < MAX_NOTED) {
        messages.add(message);
      } else {
        messages = null;
      }
    });
  }

  /** Watermarks moved; told to these, of whom a reader hears that they read. */
  void moved(ReceiptEvent event, Collection<UserId> told) {
    note(() -> {
      boolean ofOthers = false;
      for (ReceiptEvent.Entry entry : event.receipts()) {
        boolean own = told.contains(entry.userId());
        ofOthers |= !own || told.size() > 1;
        if (own && event.kind() == ReceiptKind.READ) {
          reads.merge(entry.userId(), entry.seq(), Math::max);
        }
      }
      if (ofOthers) {
        receipts = true;
        read |= event.kind() == ReceiptKind.READ;
        after = Math.min(after, event.after());
      }
    });
  }

  /** They came or went. */
  synchronized void recount(Collection<UserId> users) {
    recounted.addAll(users);
  }

  private void note(Runnable change) {
    boolean first;
    synchronized (this) {
      change.run();
      first = !due;
      due = true;
    }
    if (first) {
      whenChanged.accept(this);
    }
  }

  /** What was taken could not be told: everybody is told later, whatever it was. */
  synchronized void again() {
    messages = null;
    receipts = true;
    read |= readTaken;
    after = 0;
    due = true;
  }

  /** What changed since it was taken last. */
  synchronized Changes take(long nanoTime) {
    due = false;
    toldAt = nanoTime;
    readTaken = read;
    var taken = new Changes(messages, reads, recounted, receipts, read, after);
    messages = new ArrayList<>();
    reads = new HashMap<>();
    recounted = new HashSet<>();
    receipts = false;
    read = false;
    after = Long.MAX_VALUE;
    return taken;
  }

  /** When changes were taken last, as of the timer. */
  synchronized @Nullable Long toldAt() {
    return toldAt;
  }

  /** What is known of those who keep the conversation as a record. */
  Map<UserId, Standing> standings() {
    return standings;
  }

  /** By seq, the status that was told; a message that is not there is sent. */
  NavigableMap<Long, MessageStatus> statuses() {
    return statuses;
  }

  /** Brings what is known up to date; what cannot be told from it is forgotten. */
  void apply(Changes changes, long newest) {
    standings.keySet().removeAll(changes.recounted());
    if (changes.messages() == null) {
      standings.clear();
    } else {
      changes.messages().forEach(this::apply);
    }
    changes
        .reads()
        .forEach((user, seq) ->
            standings.computeIfPresent(user, (same, known) -> known.afterReading(seq, newest)));
  }

  /** A rev that is left out is a change that was not noted. */
  private void apply(Message message) {
    if (message.rev() != rev + 1) {
      standings.clear();
    }
    rev = message.rev();
    standings
        .entrySet()
        .removeIf(one -> {
          Standing now = one.getValue().after(message, one.getKey());
          if (now != null) {
            one.setValue(now);
          }
          return now == null;
        });
  }

  /** What is read now has every change up to this rev. */
  void readAt(long newest) {
    rev = Math.max(rev, newest);
  }
}
