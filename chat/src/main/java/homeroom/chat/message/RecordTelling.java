// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.conversation.Membership;
import homeroom.chat.conversation.Sequencer;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who keep records what changes in a conversation besides what is told anyway: its
 * {@code lastMessage}, {@code rev} and {@code unread}, and the status of messages. A conversation
 * is told of at once, and from then on at most once per {@link #PAUSE}, in its order among all
 * other changes.
 *
 * <p>On the way of each message it only notes it, and not even that where nobody keeps records.
 * Telling reads the conversation once, whoever is told; what each has not read is counted in
 * memory. Safe for many threads.
 */
public final class RecordTelling implements Fanout {

  /** From one telling of a conversation to the next. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** Conversations followed at most; then it starts anew. */
  private static final int MAX_CONVERSATIONS = 20_000;

  /** Members whose unread messages are counted at most, some 100 bytes each; the same. */
  private static final int MAX_STANDINGS = 200_000;

  private final Fanout fanout;
  private final RecordKeepers keepers;
  private final Sequencer sequencer;
  private final Timer timer;
  private final Executor executor;
  private final RecordReading reading;
  private final Map<ConversationId, FollowedConversation> followed = new ConcurrentHashMap<>();
  private final AtomicInteger standings = new AtomicInteger();

  /**
   * Follows what goes through it to {@code fanout}.
   *
   * @param executor tells; may block
   */
  public RecordTelling(
      Fanout fanout,
      ConversationStore conversations,
      MessageStore messages,
      Membership membership,
      ConversationViews conversationViews,
      MessageViews messageViews,
      Sequencer sequencer,
      Timer timer,
      Executor executor) {
    this.fanout = fanout;
    this.keepers = fanout.recordKeepers();
    this.sequencer = sequencer;
    this.timer = timer;
    this.executor = executor;
    this.reading =
        new RecordReading(conversations, messages, membership, conversationViews, messageViews);
  }

  @Override
  public RecordKeepers recordKeepers() {
    return keepers;
  }

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    fanout.deliver(event, users, except);
    if (keepers.isEmpty()) {
      return;
    }
    switch (event) {
      case MessageEvent changed -> {
        if (keep(users)) {
          Message message = changed.message().message();
          FollowedConversation one = follow(message.schoolId(), message.conversationId());
          one.changed(message);
          if (message.isDeleted() && !(changed instanceof MessageEvent.Deleted)) {
            one.recount(users); // told late, as it is now
          }
        }
      }
      case ReceiptEvent receipts -> {
        if (keep(users)) {
          follow(receipts.schoolId(), receipts.conversationId()).moved(receipts, users);
        }
      }
      case ConversationEvent.Added added -> recount(added.id(), users);
      case ConversationEvent.Removed removed -> recount(removed.id(), users);
      default -> {}
    }
  }

  private boolean keep(Collection<UserId> users) {
    for (UserId user : users) {
      if (keepers.contains(user)) {
        return true;
      }
    }
    return false;
  }

  private FollowedConversation follow(SchoolId school, ConversationId id) {
    if (followed.size() >= MAX_CONVERSATIONS || standings.get() >= MAX_STANDINGS) {
      followed.clear();
      standings.set(0);
    }
    return followed.computeIfAbsent(
        id, key -> new FollowedConversation(school, id, one -> tellAfter(one, pause(one))));
  }

  private void recount(ConversationId id, Collection<UserId> users) {
    FollowedConversation known = followed.get(id);
    if (known != null) {
      known.recount(users);
    }
  }

  private Duration pause(FollowedConversation one) {
    Long toldAt = one.toldAt();
    if (toldAt == null) {
      return Duration.ZERO;
    }
    Duration left = PAUSE.minusNanos(timer.nanoTime() - toldAt);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void tellAfter(FollowedConversation one, Duration delay) {
    var _ = timer.after(delay, () -> executor.execute(() -> tell(one)));
  }

  /** Others change nothing of the conversation meanwhile, so that no telling is overtaken. */
  private void tell(FollowedConversation one) {
    try {
      var _ =
          sequencer.inOrder(
              one.id(),
              () -> {
                tellInOrder(one);
                return true;
              });
    } catch (StoreUnavailable e) {
      one.again();
      tellAfter(one, PAUSE);
    }
  }

  private void tellInOrder(FollowedConversation one) {
    FollowedConversation.Changes changes = one.take(timer.nanoTime());
    int before = one.standings().size();
    boolean anybody = reading.tell(one, changes, keepers, fanout);
    if (anybody) {
      standings.addAndGet(one.standings().size() - before);
    } else if (followed.remove(one.id(), one)) {
      standings.addAndGet(-before);
    }
  }
}
