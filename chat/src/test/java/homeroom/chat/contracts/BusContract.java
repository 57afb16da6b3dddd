// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.Change;
import homeroom.chat.bus.Entry;
import homeroom.chat.bus.News;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.Position;
import homeroom.chat.bus.Present;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every bus does. */
public interface BusContract {

  /** The way of a node to the one bus; tests share it, since each has a school of its own. */
  Bus bus(NodeId node);

  /** An event that the bus can carry. */
  default ChatEvent event(ConversationId conversation, long rev) {
    record Happened(ConversationId conversation, long rev) implements ChatEvent {}

    return new Happened(conversation, rev);
  }

  /** Hears what is carried, in its order. */
  final class Ear implements Bus.Listener {
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final BlockingQueue<Position> heads = new LinkedBlockingQueue<>();
    private final BlockingQueue<Change> passed = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> losses = new LinkedBlockingQueue<>();

    @Override
    public void appended(Entry entry) {
      entries.add(entry);
    }

    @Override
    public void beat(Position head, Instant at) {
      heads.add(head);
    }

    @Override
    public void passed(NodeId from, Change change) {
      passed.add(change);
    }

    @Override
    public void lost() {
      losses.add(true);
    }

    /** Waits until the next beat, and says where the log ended then. */
    public Position head() {
      return soon(heads);
    }

    /** Waits until the subscription breaks. */
    public void awaitLoss() {
      var _ = soon(losses);
    }

    /** Waits for so many entries. */
    public List<Entry> next(int number) {
      var next = new ArrayList<Entry>();
      for (int i = 0; i < number; i++) {
        next.add(soon(entries));
      }
      return next;
    }

    private static <T> T soon(BlockingQueue<T> queue) {
      try {
        T next = queue.poll(30, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("nothing was heard");
        }
        return next;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  default void everyNodeHearsWhatIsAppendedAndTheOneThatAppendsDoesToo() {
    SchoolId school = aSchool();
    Bus one = bus(node());
    Bus other = bus(node());
    var ears = List.of(new Ear(), new Ear());
    one.subscribe(school, ears.getFirst());
    other.subscribe(school, ears.getLast());
    Position first = one.append(school, changes("a", 1, 2));
    Position second = other.append(school, changes("b", 7));
    assertThat(second).isEqualTo(new Position(first.epoch(), first.offset() + 1));
    for (Ear ear : ears) {
      List<Entry> heard = ear.next(2);
      assertThat(heard).extracting(Entry::position).containsExactly(first, second);
      assertThat(heard)
          .extracting(Entry::changes)
          .containsExactly(changes("a", 1, 2), changes("b", 7));
    }
  }

  @Test
  default void whatIsAnnouncedHasItsPlaceInTheLog() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    var ear = new Ear();
    bus.subscribe(school, ear);
    var conversation = new ConversationId("a");
    var came = Set.of(new UserId("ada"), new UserId("bob"));
    var announced =
        List.<Change>of(
            new Notice.Announced(
                "node.1:1", new News.OfConversation(conversation, came, Set.of())));
    Position before = bus.append(school, changes("a", 1));
    Position at = bus.append(school, announced);
    assertThat(at).isEqualTo(new Position(before.epoch(), before.offset() + 1));
    assertThat(ear.next(2).getLast().changes()).isEqualTo(announced);
    assertThat(bus.after(school, before).entries().getFirst().changes()).isEqualTo(announced);
  }

  @Test
  default void everyNoticeHasItsPlaceInTheLog() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    var ear = new Ear();
    bus.subscribe(school, ear);
    var ada = new Present(new UserId("ada"), Role.STUDENT, Set.of(new ClassId("7b")), 2);
    List<Change> said =
        List.of(
            new Notice.OfPresence.Came(ada),
            new Notice.OfPresence.Here(List.of(ada), true, null, ada.user()),
            new Notice.OfPresence.Left(ada.user()),
            new Notice.OfReceipts(
                new ConversationId("a"),
                true,
                0,
                List.of(new Notice.Receipt(ada.user(), 7, Instant.ofEpochMilli(1))),
                Set.of(ada.user())),
            new Notice.OfTyping(new ConversationId("a"), ada.user(), true),
            new Notice.OfFailure("password", "name Zoë", "::1/64"));
    said.forEach(one -> bus.append(school, List.of(one)));
    assertThat(ear.next(6)).flatExtracting(Entry::changes).isEqualTo(said);
  }

  @Test
  default void aSchoolHearsNothingOfAnother() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    var ear = new Ear();
    bus.subscribe(school, ear);
    bus.append(aSchool(), changes("a", 1));
    bus.append(school, changes("b", 2));
    assertThat(ear.next(1).getFirst().changes()).isEqualTo(changes("b", 2));
  }

  @Test
  default void whatWasMissedIsReadFromTheLog() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    Position known = bus.append(school, changes("a", 1));
    bus.append(school, changes("a", 2));
    Position last = bus.append(school, changes("a", 3));
    Bus.Reading missed = bus(node()).after(school, known);
    assertThat(missed.whole()).isTrue();
    assertThat(missed.head()).isEqualTo(last).isEqualTo(bus.head(school));
    assertThat(missed.entries())
        .extracting(Entry::changes)
        .containsExactly(changes("a", 2), changes("a", 3));
    assertThat(bus.after(school, last)).isEqualTo(new Bus.Reading(true, List.of(), last));
  }

  @Test
  default void anotherLogDoesNotGoOnFromAPositionOfOneThatWasLost() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    Position last = bus.append(school, changes("a", 1));
    assertThat(bus.after(school, new Position("another", last.offset())))
        .isEqualTo(new Bus.Reading(false, List.of(), last));
    assertThat(bus.after(school, new Position(last.epoch(), last.offset() + 1)).whole()).isFalse();
  }

  @Test
  default void aLogThatForgotEntriesIsNotWhole() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    Position first = bus.append(school, changes("a", 1));
    for (int rev = 2; rev < 10_000; rev++) {
      bus.append(school, changes("a", rev));
    }
    assertThat(bus.after(school, first).whole()).isFalse();
    assertThat(bus.after(school, first).entries()).isEmpty();
  }

  @Test
  default void aBeatSaysWhereTheLogEndsToItsNodeAfterWhatIsBeforeThat() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    var ear = new Ear();
    bus.subscribe(school, ear);
    Position last = bus.append(school, changes("a", 1));
    bus.beat(Set.of(school));
    assertThat(ear.head()).isEqualTo(last);
    assertThat(ear.entries).hasSize(1);
  }

  @Test
  default void whoEndedASubscriptionAndBeganAnotherHearsOnceWhatComes() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    var before = new Ear();
    bus.subscribe(school, before).end();
    var ear = new Ear();
    bus.subscribe(school, ear);
    bus.append(school, changes("a", 1));
    bus.append(school, changes("a", 2));
    assertThat(ear.next(2))
        .extracting(Entry::changes)
        .containsExactly(changes("a", 1), changes("a", 2));
    assertThat(before.entries).isEmpty();
  }

  @Test
  default void whatIsPassedOnIsHeardInItsTurnAndHasNoPlaceInTheLog() {
    SchoolId school = aSchool();
    Bus bus = bus(node());
    var ear = new Ear();
    bus.subscribe(school, ear);
    Position before = bus.head(school);
    Change change = changes("a", 1).getFirst();
    bus.pass(school, change);
    bus.append(school, changes("a", 2));
    assertThat(ear.next(1).getFirst().position().offset()).isEqualTo(before.offset() + 1);
    assertThat(ear.passed).containsExactly(change);
  }

  @Test
  default void manyNodesAppendAtOnceAndAllHearOneOrder() {
    SchoolId school = aSchool();
    List<Bus> buses = List.of(bus(node()), bus(node()), bus(node()));
    List<Ear> ears = buses.stream().map(bus -> heardBy(bus, school)).toList();
    List<Position> appended =
        Crowd.of(60, i -> buses.get(i % 3).append(school, changes("c" + i, 1)));
    List<Entry> heard = ears.getFirst().next(60);
    assertThat(heard).extracting(entry -> entry.position().offset()).isSorted();
    assertThat(heard).extracting(Entry::position).hasSameElementsAs(appended);
    assertThat(ears.get(1).next(60)).isEqualTo(heard);
    assertThat(ears.get(2).next(60)).isEqualTo(heard);
  }

  private static Ear heardBy(Bus bus, SchoolId school) {
    var ear = new Ear();
    bus.subscribe(school, ear);
    return ear;
  }

  private static SchoolId aSchool() {
    return new SchoolId(Fixtures.id("school"));
  }

  private static NodeId node() {
    return new NodeId(Fixtures.id("node"), "1");
  }

  private List<Change> changes(String conversation, long... revs) {
    var changes = new ArrayList<Change>();
    for (long rev : revs) {
      var id = new ConversationId(conversation);
      changes.add(new Change.OfMessage(id, rev, event(id, rev)));
    }
    return changes;
  }
}
