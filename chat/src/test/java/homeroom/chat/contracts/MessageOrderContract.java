// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.Revision;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The order of changes: each takes the next rev of its conversation, without gaps, in commit order,
 * never given back. Two designs that look right break it: a unique index on the newest rev alone,
 * and a counter that is raised before the change is stored.
 */
public interface MessageOrderContract extends StoresContract {

  int WRITERS = 8;
  int CHANGES_EACH = 40;

  @Test
  default void everyChangeTakesTheNextRev() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = s.send(group, s.ada, "one");
    assertThat(first.rev()).isEqualTo(1);
    assertThat(s.send(group, s.bob, "two").rev()).isEqualTo(2);
    assertThat(s.edit(first, "one, edited").rev()).isEqualTo(3);
    assertThat(s.send(group, s.bob, "three").seq()).isEqualTo(4);
    assertThat(s.delete(first).rev()).isEqualTo(5);
    assertThat(s.send(group, s.bob, "four").rev()).isEqualTo(6);
    assertThat(s.send(s.group("Chess", s.ada, s.bob), s.ada, "elsewhere").rev()).isEqualTo(1);
  }

  /** Seq skips what edits took, so that no difference of two seqs counts messages. */
  @Test
  default void theTotalOfAPageCountsTheMessagesOfItsRange() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    s.send(s.group("Chess", s.ada, s.bob), s.ada, "elsewhere");
    var seqs = new ArrayList<Long>();
    for (int i = 0; i < 9; i++) {
      Message sent = s.send(group, s.ada, "message " + i);
      seqs.add(sent.seq());
      s.edit(sent, "edited " + i);
    }
    s.delete(stores().messages().newest(s.schoolId(), group.id(), 4).getFirst());
    for (long from = 0; from <= seqs.getLast() + 1; from++) {
      for (long below = from; below <= seqs.getLast() + 2; below++) {
        var range =
            Filter.and(
                new Compare("seq", Operator.GREATER_OR_EQUAL, from),
                new Compare("seq", Operator.LESS, below));
        long first = from;
        long end = below;
        assertThat(total(s, group, range))
            .isEqualTo(seqs.stream().filter(seq -> seq >= first && seq < end).count());
      }
    }
    assertThat(total(s, group, Filter.ALL)).isEqualTo(9);
    assertThat(total(s, group, Filter.equal("seq", seqs.get(3)))).isEqualTo(1);
    assertThat(total(s, group, new Compare("seq", Operator.NOT_EQUAL, seqs.get(3)))).isEqualTo(8);
    assertThat(total(s, group, Filter.equal("senderId", s.bob.id().value()))).isZero();
  }

  private long total(Fixtures s, Conversation group, Filter filter) {
    return stores()
        .messages()
        .find(s.schoolId(), group.id(), new Query(filter, List.of(), 0, 0))
        .total();
  }

  /**
   * The wrong design: a unique index on the newest rev alone. When 8 and 9 are edits of one
   * message, nothing holds 8 any more, and a writer that read 7 before them would be given it.
   */
  @Test
  default void aRevThatNoMessageHoldsAnyMoreIsNotGivenAgain() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message message = s.send(group, s.ada, "one");
    Fixtures second = s.seenBy(secondStores());
    assertThat(second.send(group, s.bob, "two").rev()).isEqualTo(2);
    assertThat(s.edit(message, "three").rev()).isEqualTo(3);
    assertThat(s.edit(message, "four").rev()).isEqualTo(4);
    assertThat(second.send(group, s.bob, "five").rev()).isEqualTo(5);
    assertThat(s.delete(message).rev()).isEqualTo(6);
    assertThat(second.send(group, s.bob, "seven").rev()).isEqualTo(7);
  }

  @Test
  default void editsOfOneMessageFromManySidesNeverShareARev() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message message = s.send(group, s.ada, "start");
    List<List<Long>> revs =
        Crowd.of(
            WRITERS,
            i -> {
              Fixtures mine = i % 2 == 0 ? s : s.seenBy(secondStores());
              var taken = new ArrayList<Long>();
              for (int n = 0; n < 10; n++) {
                taken.add(mine.edit(message, i + " says " + n).rev());
                taken.add(mine.send(group, s.bob, i + " adds " + n).rev());
              }
              return taken;
            });
    assertThat(revs.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(2, 1 + WRITERS * 20).boxed().toList());
  }

  /**
   * The wrong design: a counter raised before the change is stored, which orders who asked and not
   * who committed. A reader that went past 7 would never learn of a late 6.
   */
  @Test
  default void whoFollowsTheRevsMissesNothing() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    var writing = new AtomicInteger(WRITERS);
    var everything = new Follower(stores().messages(), s, group, Integer.MAX_VALUE);
    var inSmallSteps = new Follower(secondStores().messages(), s, group, 7);
    List<List<Long>> revs =
        Crowd.of(
            WRITERS + 2,
            i -> {
              if (i >= WRITERS) {
                return (i == WRITERS ? everything : inSmallSteps).followWhile(writing);
              }
              try {
                return change(i % 2 == 0 ? s : s.seenBy(secondStores()), group);
              } finally {
                writing.decrementAndGet();
              }
            });
    long head = stores().messages().head(s.schoolId(), group.id());
    assertThat(revs.subList(0, WRITERS).stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, head).boxed().toList());
    Map<MessageId, Message> stored = all(s, group);
    assertThat(everything.messages).isEqualTo(stored);
    assertThat(inSmallSteps.messages).isEqualTo(stored);
    everything.assertGapsWereFilled();
  }

  @Test
  default void theNewestSeqIsThatOfTheNewestMessage() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    assertThat(newestSeq(s, group)).isZero();
    Message message = s.send(group, s.ada, "one");
    s.edit(message, "two");
    assertThat(newestSeq(s, group)).isEqualTo(1);
    Message third = s.send(group, s.ada, "three");
    s.delete(third);
    assertThat(newestSeq(s, group)).isEqualTo(3);
    assertThat(newestSeq(s, s.group("Chess", s.ada, s.bob))).isZero();
    assertThat(stores().messages().newestSeq(school().schoolId(), group.id())).isZero();
  }

  @Test
  default void whoSentMessagesBetweenTwoSeqs() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob, s.tom);
    s.send(group, s.ada, "one");
    s.delete(s.send(group, s.bob, "two"));
    s.send(group, s.tom, "four");
    s.send(group, s.ada, "five");
    assertThat(senders(s, group, 0, 5)).containsExactlyInAnyOrder(s.ada, s.bob, s.tom);
    assertThat(senders(s, group, 1, 2)).containsExactly(s.bob);
    assertThat(senders(s, group, 2, 3)).isEmpty();
    assertThat(senders(s, group, 2, 4)).containsExactly(s.tom);
    assertThat(senders(s, group, 5, Long.MAX_VALUE)).isEmpty();
    assertThat(stores().messages().senders(school().schoolId(), group.id(), 0, 5)).isEmpty();
  }

  @Test
  default void sendersAreLookedForAmongTheNewest() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    s.send(group, s.bob, "the first");
    int each = MessageStore.MAX_SENDERS_OF / WRITERS;
    Crowd.of(
        WRITERS,
        i -> {
          for (int n = 0; n < each; n++) {
            s.send(group, s.ada, "message " + n);
          }
          return i;
        });
    long newest = newestSeq(s, group);
    assertThat(newest).isEqualTo(MessageStore.MAX_SENDERS_OF + 1);
    assertThat(senders(s, group, 0, newest)).containsExactly(s.ada);
    assertThat(senders(s, group, 0, newest - 1)).containsExactlyInAnyOrder(s.ada, s.bob);
  }

  @Test
  default void whoeverWroteInAConversationIsKnownForEver() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob, s.tom);
    s.delete(s.send(group, s.bob, "one"));
    MessageStore messages = stores().messages();
    assertThat(messages.hasSent(s.schoolId(), group.id(), s.bob.id())).isTrue();
    assertThat(messages.hasSent(s.schoolId(), group.id(), s.ada.id())).isFalse();
    assertThat(messages.hasSent(school().schoolId(), group.id(), s.bob.id())).isFalse();
  }

  private long newestSeq(Fixtures s, Conversation in) {
    return stores().messages().newestSeq(s.schoolId(), in.id());
  }

  private List<User> senders(Fixtures s, Conversation in, long after, long upTo) {
    var ids = stores().messages().senders(s.schoolId(), in.id(), after, upTo);
    return Stream.of(s.ada, s.bob, s.tom).filter(user -> ids.contains(user.id())).toList();
  }

  /** Sends, edits and deletes in turn; the revs it was given, which only grow. */
  private List<Long> change(Fixtures s, Conversation group) {
    var random = ThreadLocalRandom.current();
    var mine = new ArrayList<Message>();
    var revs = new ArrayList<Long>();
    for (int n = 0; n < CHANGES_EACH; n++) {
      int what = mine.isEmpty() ? 0 : random.nextInt(4);
      if (what == 2) {
        revs.add(s.edit(mine.get(random.nextInt(mine.size())), "edit " + n).rev());
      } else if (what == 3) {
        revs.add(s.delete(mine.remove(random.nextInt(mine.size()))).rev());
      } else {
        Message sent = s.send(group, s.ada, "message " + n);
        mine.add(sent);
        revs.add(sent.rev());
      }
    }
    assertThat(revs).isSorted();
    return revs;
  }

  private Map<MessageId, Message> all(Fixtures s, Conversation group) {
    var all = new HashMap<MessageId, Message>();
    int total;
    do {
      var query = new Query(Filter.ALL, List.of(new Order("seq", false)), 200, all.size());
      var page = stores().messages().find(s.schoolId(), group.id(), query);
      page.data().forEach(message -> all.put(message.id(), message));
      total = page.total();
    } while (all.size() < total);
    return all;
  }

  /** A client that knows only what {@code changedSince} tells it. */
  final class Follower {

    private record Gap(long rev, long head) {}

    private final MessageStore store;
    private final Fixtures s;
    private final Conversation group;
    private final int limit;
    private final Map<MessageId, Message> messages = new HashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private long seen;

    Follower(MessageStore store, Fixtures s, Conversation group, int limit) {
      this.store = store;
      this.s = s;
      this.group = group;
      this.limit = limit;
    }

    List<Long> followWhile(AtomicInteger writing) {
      boolean last;
      boolean more;
      do {
        last = writing.get() == 0;
        more = step();
      } while (more || !last);
      return List.of();
    }

    private boolean step() {
      List<Message> changes = store.changedSince(s.schoolId(), group.id(), seen, limit);
      for (Message message : changes) {
        assertThat(message.rev()).isGreaterThan(seen);
        for (long rev = seen + 1; rev < message.rev(); rev++) {
          gaps.add(new Gap(rev, changes.getLast().rev()));
        }
        messages.put(message.id(), message);
        seen = message.rev();
      }
      return !changes.isEmpty();
    }

    /** A rev that was not shown had been replaced, by a later one that was shown or is gone too. */
    void assertGapsWereFilled() {
      var replacedAt = new HashMap<Long, Long>();
      for (Message message : messages.values()) {
        long rev = message.seq();
        for (Revision revision : store.history(s.schoolId(), message.id())) {
          replacedAt.put(rev, revision.rev());
          rev = revision.rev();
        }
      }
      assertThat(gaps)
          .allSatisfy(gap ->
              assertThat(replacedAt.getOrDefault(gap.rev(), Long.MAX_VALUE))
                  .isLessThanOrEqualTo(gap.head()));
    }
  }
}
