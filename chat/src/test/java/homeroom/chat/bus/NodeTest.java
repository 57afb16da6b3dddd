// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.TestTime;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.memory.InMemoryBus;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node does when the bus, the store or another node fails. */
class NodeTest {

  private record Happened(long rev) implements ChatEvent {}

  private static final SchoolId HILL = new SchoolId("hill");
  private static final ConversationId MATHS = new ConversationId("maths");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestTime time = new TestTime();
  private final InMemoryStores stores = new InMemoryStores(time.clock());
  private final InMemoryBus bus = new InMemoryBus(time.clock());
  private final Member ada = new Member("a", stores);
  private final Member bob = new Member("b", stores.second());

  /** A node, and what it is told. */
  private final class Member implements ChangeListener {
    private final NodeId id;
    private final Node node;
    private final List<String> told = new ArrayList<>();
    private int introductions;
    private int looksForEnded;
    private List<String> living = List.of();
    private boolean isAway;
    private boolean isWithoutMessages;

    /** Conversations that the store takes too long to read. */
    private final Set<ConversationId> tooLong = new HashSet<>();

    private final List<String> faults = new ArrayList<>();
    private final List<Instant> looks = new ArrayList<>();
    private Duration lookTakes = Duration.ZERO;
    private boolean wasStale;

    /** Conversations that its looks have a fault with. */
    private Map<ConversationId, RuntimeException> left = Map.of();

    /** What its chat cannot be told without a fault. */
    private Predicate<String> breaksAt = words -> false;

    private void heard(String words) {
      if (breaksAt.test(words)) {
        throw new IllegalStateException(words);
      }
      told.add(words);
    }

    Member(String name, InMemoryStores stores) {
      this(name, stores, Runnable::run);
    }

    Member(String name, InMemoryStores stores, Executor executor) {
      id = new NodeId(name, "1");
      node =
          new Node(
              id,
              bus.of(id),
              stores.nodes(),
              stores.hints(),
              time.clock(),
              time,
              executor,
              BusLimits.DEFAULT,
              (what, more, fault) -> faults.add(what + " +" + more));
      node.tell(this);
      node.start();
      node.serve(HILL);
    }

    void publish(long rev) {
      var change = new Change.OfMessage(MATHS, rev, new Happened(rev));
      assertThat(node.publish(HILL, node.logGeneration(HILL), List.of(change))).isTrue();
    }

    @Override
    public void heard(SchoolId school, Change.OfMessage change) {
      heard("heard " + change.rev());
    }

    @Override
    public void heard(SchoolId school, News news) {
      heard("heard " + news);
    }

    @Override
    public void heard(SchoolId school, NodeId from, Notice.OfPresence notice) {
      told.add(from.name() + " says " + notice);
    }

    @Override
    public void heard(SchoolId school, Notice.OfReceipts notice) {
      told.add(notice.toString());
    }

    @Override
    public void heard(SchoolId school, Notice.OfTyping notice) {
      told.add(notice.toString());
    }

    @Override
    public void heard(Notice.OfFailure notice) {
      told.add(notice.toString());
    }

    @Override
    public void catchUp() {
      if (isAway) {
        throw new StoreUnavailable("The store is away.", 1_000);
      }
      looksForEnded++;
    }

    @Override
    public void begins(SchoolId of, Instant since, Instant now) {
      if (isWithoutMessages) {
        throw new StoreUnavailable("The messages are away.", 1_000);
      }
    }

    @Override
    public void introduce(SchoolId school) {
      introductions++;
    }

    @Override
    public void living(Set<NodeId> nodes) {
      living = nodes.stream().map(NodeId::name).sorted().toList();
    }

    @Override
    public Map<ConversationId, RuntimeException> look(SchoolId school, Instant since) {
      looks.add(since);
      heard("look");
      return Map.copyOf(left);
    }

    @Override
    public void look(SchoolId school, ConversationId conversation, Instant since) {
      if (isWithoutMessages || tooLong.contains(conversation)) {
        throw new StoreUnavailable("The messages are away.", 1_000);
      }
      time.pass(lookTakes);
      wasStale |= !node.isFresh();
      heard("look " + conversation);
    }

    List<String> told() {
      List<String> all = List.copyOf(told);
      told.clear();
      return all;
    }
  }

  @Test
  void aFaultOfWhoeverIsToldIsFollowedByALookAndTheSchoolGoesOn() {
    bob.breaksAt = "heard 2"::equals;
    ada.publish(1);
    ada.publish(2);
    ada.publish(3);
    assertThat(bob.told()).containsExactly("heard 1", "look", "heard 3");
    assertThat(bob.faults).containsExactly("An entry of the log of hill was not told +0");
    assertThat(ada.faults).isEmpty();
  }

  @Test
  void aLookThatHasAFaultHoldsTheSchoolAWhileAndIsMadeAgain() {
    bob.breaksAt = words -> words.equals("heard 1") || words.equals("look");
    ada.publish(1);
    ada.publish(2);
    time.pass(SECOND.multipliedBy(3));
    assertThat(bob.told()).isEmpty();
    time.pass(SECOND.multipliedBy(5));
    assertThat(bob.told()).containsExactly("heard 2");
    bob.breaksAt = words -> false;
    time.pass(Duration.ofMinutes(1));
    assertThat(bob.told()).containsExactly("look");
    assertThat(bob.faults)
        .containsExactly(
            "An entry of the log of hill was not told +0",
            "Changes of hill were not found in the store +0");
  }

  @Test
  void aFaultOfOneConversationIsNoneOfItsSchoolAndIsTriedAgainByItself() {
    bob.left = Map.of(MATHS, new IllegalStateException("broken"));
    bob.breaksAt = ("look " + MATHS)::equals;
    bus.flush();
    ada.publish(1);
    assertThat(bob.told()).contains("look", "heard 1");
    Instant looked = bob.looks.getLast();
    bob.left = Map.of();
    time.pass(Duration.ofMinutes(10));
    assertThat(bob.looks).last().isEqualTo(looked);
    assertThat(bob.node.toldUntil(HILL)).isBeforeOrEqualTo(looked);
    bob.breaksAt = words -> false;
    time.pass(Duration.ofMinutes(1));
    assertThat(bob.told()).containsOnlyOnce("look " + MATHS);
    assertThat(bob.node.toldUntil(HILL)).isAfter(looked.plus(Duration.ofMinutes(5)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"look", "look maths"})
  void aFaultThatLastsHasNothingLookedForWithoutEnd(String broken) {
    bob.left = Map.of(MATHS, new IllegalStateException("broken"));
    bob.breaksAt = broken::equals;
    bus.flush();
    ada.publish(1);
    for (int hour = 0; hour < 30; hour++) {
      time.pass(Duration.ofHours(1));
      assertThat(bob.node.toldUntil(HILL))
          .isAfter(time.clock().instant().minus(Duration.ofMinutes(70)));
    }
    bob.breaksAt = words -> false;
    bob.left = Map.of();
    time.pass(Duration.ofMinutes(1));
    assertThat(bob.node.toldUntil(HILL))
        .isAfter(time.clock().instant().minus(Duration.ofMinutes(5)));
  }

  @Test
  void hintsOfVeryManyConversationsMakeOneLookThroughTheSchool() {
    bob.isWithoutMessages = true;
    bus.setCut(ada.id, true);
    for (int i = 0; i <= 1_000; i++) {
      var conversation = new ConversationId("group-" + i);
      var change = new Change.OfMessage(conversation, 1, new Happened(1));
      assertThat(ada.node.publish(HILL, ada.node.logGeneration(HILL), List.of(change))).isTrue();
    }
    time.pass(SECOND.multipliedBy(4));
    assertThat(bob.told()).containsOnlyOnce("look");
  }

  @Test
  void aHintThatHasAFaultHoldsUpNeitherTheOthersNorTheNode() {
    bus.setCut(bob.id, true);
    bob.breaksAt = "heard OfSchool[]"::equals;
    ada.node.announce(HILL, new News.OfSchool());
    ada.node.announce(HILL, new News.OfConversation(MATHS, Set.of(), Set.of()));
    time.pass(SECOND.multipliedBy(70));
    assertThat(bob.told())
        .containsOnlyOnce("heard OfConversation[conversation=maths, came=[], gone=[]]");
    assertThat(bob.node.isFresh()).isTrue();
    assertThat(bob.faults)
        .hasSize(2)
        .first()
        .isEqualTo("What another node announced of hill was not followed +0");
    bob.breaksAt = words -> false;
    time.pass(SECOND);
    assertThat(bob.told()).containsOnlyOnce("heard OfSchool[]");
  }

  @Test
  void whatTheLogNeverTakesHoldsUpNothingElseAndItsConversationIsLookedFor() {
    bus.refuse(changes -> changes.toString().contains("rev=2"));
    var art = new ConversationId("art");
    bus.setCut(ada.id, true);
    ada.publish(1);
    ada.publish(2);
    ada.publish(3);
    var drawing = new Change.OfMessage(art, 7, new Happened(7));
    assertThat(ada.node.publish(HILL, ada.node.logGeneration(HILL), List.of(drawing))).isTrue();
    bus.setCut(ada.id, false);
    time.pass(SECOND.multipliedBy(2));
    assertThat(bob.told()).contains("heard 1", "heard 7", "look maths").doesNotContain("heard 3");
    assertThat(ada.faults).containsExactly("An entry was not appended to the log of hill +0");
  }

  /** Has three revs wait, so that they are appended at once. */
  private void publishThreeTogether() {
    bus.setCut(ada.id, true);
    ada.publish(1);
    ada.publish(2);
    ada.publish(3);
    bus.setCut(ada.id, false);
    time.pass(SECOND);
  }

  @Test
  void whatCameWhileNothingCouldBeAppendedIsOneEntry() {
    Position before = bus.of(bob.id).head(HILL);
    publishThreeTogether();
    assertThat(bus.of(bob.id).after(HILL, before).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.changes()).hasSize(3));
    assertThat(bob.told()).containsExactly("heard 1", "heard 2", "heard 3");
  }

  @Test
  void aNoticeIsAnEntryOfItsOwnInItsPlaceAmongTheChanges() {
    Position before = bus.of(bob.id).head(HILL);
    var left = new Notice.OfPresence.Left(new UserId("eve"));
    bus.setCut(ada.id, true);
    ada.publish(1);
    ada.publish(2);
    ada.node.publish(HILL, left);
    ada.publish(3);
    bus.setCut(ada.id, false);
    time.pass(SECOND);
    assertThat(bus.of(bob.id).after(HILL, before).entries())
        .extracting(entry -> entry.changes().size())
        .containsExactly(2, 1, 1);
    assertThat(bob.told()).containsExactly("heard 1", "heard 2", "a says " + left, "heard 3");
  }

  @Test
  void aFaultOfOneChangeOfAnEntryIsNoneOfTheOthers() {
    bob.breaksAt = "heard 2"::equals;
    publishThreeTogether();
    assertThat(bob.told()).containsExactly("heard 1", "heard 3", "look");
    assertThat(bob.faults).containsExactly("An entry of the log of hill was not told +0");
  }

  @Test
  void whatIsTooLongTogetherIsAppendedInParts() {
    bus.refuse(changes -> changes.size() > 2);
    List<Change.OfMessage> changes =
        LongStream.rangeClosed(1, 9)
            .mapToObj(rev -> new Change.OfMessage(MATHS, rev, new Happened(rev)))
            .toList();
    assertThat(ada.node.publish(HILL, ada.node.logGeneration(HILL), changes)).isTrue();
    assertThat(bob.told())
        .isEqualTo(LongStream.rangeClosed(1, 9).mapToObj(rev -> "heard " + rev).toList());
    assertThat(ada.faults).isEmpty();
  }

  @Test
  void whatWaitedForLongIsNotAppendedButLookedFor() {
    bus.setCut(ada.id, true);
    ada.publish(1);
    time.jump(SECOND.multipliedBy(40));
    bus.setCut(ada.id, false);
    ada.publish(2);
    assertThat(bob.told()).doesNotContain("heard 1");
    time.pass(SECOND.multipliedBy(2));
    assertThat(bob.told()).contains("look").doesNotContain("heard 1");
  }

  @Test
  void aNodeThatBeginsDoesNotFollowWhatWasAnnouncedBefore() {
    for (int i = 0; i < 10; i++) {
      ada.node.announce(HILL, new News.OfSchool());
      time.pass(SECOND.multipliedBy(30));
    }
    var fresh = new Member("c", stores.second());
    time.pass(SECOND.multipliedBy(2));
    assertThat(fresh.told()).isEmpty();
    bus.setUp(false);
    ada.node.announce(HILL, new News.OfSchool());
    time.pass(SECOND);
    assertThat(fresh.told()).containsOnlyOnce("heard OfSchool[]");
  }

  @Test
  void whileTheBusIsAwayEachLookBeginsWhereTheLastDid() {
    time.pass(Duration.ofMinutes(10));
    bus.setUp(false);
    time.pass(Duration.ofMinutes(20));
    Instant now = time.clock().instant();
    assertThat(ada.looks).hasSizeGreaterThan(1000);
    assertThat(ada.looks.getLast()).isAfter(now.minus(Duration.ofSeconds(123)));
  }

  @Test
  void aClockThatWasAheadForAWhileMakesNoLookBeginTooLate() {
    bus.setUp(false);
    time.pass(Duration.ofMinutes(10));
    time.setClock(Duration.ofHours(1));
    time.pass(SECOND.multipliedBy(2));
    time.setClock(Duration.ofHours(-1));
    time.pass(SECOND.multipliedBy(2));
    assertThat(ada.looks.getLast()).isBefore(time.clock().instant().minus(Duration.ofSeconds(119)));
  }

  @Test
  void manyHintsOfOneConversationMakeOneLook() {
    for (int i = 0; i < 5; i++) {
      stores.hints().add(HILL, List.of(MATHS));
    }
    time.pass(SECOND);
    assertThat(bob.told()).containsExactly("look maths");
  }

  /** What is begun by work that is not over yet begins when the test says so. */
  private static final class Hands implements Executor {
    private final Deque<Runnable> begun = new ArrayDeque<>();
    private boolean full;

    @Override
    public void execute(Runnable work) {
      if (full) {
        begun.add(work);
        return;
      }
      full = true;
      try {
        work.run();
      } finally {
        full = false;
      }
    }

    void goOn() {
      for (Runnable next = begun.poll(); next != null; next = begun.poll()) {
        next.run();
      }
    }
  }

  @Test
  void whatMayWaitToBeToldIsCountedByItsChangesAndWhatIsBeyondIsReadOfTheLog() {
    int most = BusLimits.DEFAULT.arrivals();
    var hands = new Hands();
    var busy = new Member("c", stores.second(), hands);
    List<Change.OfMessage> many =
        LongStream.rangeClosed(1, most)
            .mapToObj(rev -> new Change.OfMessage(MATHS, rev, new Happened(rev)))
            .toList();
    hands.full = true;
    assertThat(ada.node.publish(HILL, ada.node.logGeneration(HILL), many)).isTrue();
    ada.publish(most + 1L);
    hands.full = false;
    hands.goOn();
    assertThat(busy.told()).hasSize(most).endsWith("heard " + most);
    time.pass(SECOND.multipliedBy(3));
    hands.goOn();
    assertThat(busy.told()).containsExactly("heard " + (most + 1));
  }

  @Test
  void howeverLongLooksTakeTheNodeStaysFresh() {
    var hands = new Hands();
    var slow = new Member("c", stores.second(), hands);
    slow.lookTakes = SECOND.multipliedBy(2);
    for (int i = 0; i < 10; i++) {
      stores.hints().add(HILL, List.of(new ConversationId("c" + i)));
    }
    time.pass(Duration.ofMillis(600));
    hands.goOn();
    assertThat(slow.wasStale).isFalse();
    assertThat(slow.told()).hasSize(10).doesNotHaveDuplicates();
    assertThat(slow.node.isFresh()).isTrue();
  }

  @Test
  void aHintThatComesWhileItsConversationIsLookedAtHasItLookedAtAgain() {
    var hinted = new HintedLooks(time, since -> {}, (conversation, since) -> {});
    var looked = new ArrayList<Instant>();
    hinted.ask(MATHS, TestTime.START.plusSeconds(1));
    hinted.ask(MATHS, TestTime.START);
    assertThat(hinted.earliest()).contains(TestTime.START);
    hinted.make((conversation, since) -> {
      looked.add(since);
      hinted.ask(MATHS, TestTime.START.plusSeconds(2));
      return true;
    });
    hinted.make((conversation, since) -> looked.add(since));
    assertThat(looked).hasSize(2);
    assertThat(hinted.earliest()).isEmpty();
  }

  @Test
  void aLookForAHintThatTheStoreCouldNotMakeIsMadeAtTheNextPoll() {
    bob.isWithoutMessages = true;
    stores.hints().add(HILL, List.of(MATHS));
    time.pass(SECOND.multipliedBy(2));
    assertThat(bob.told()).isEmpty();
    assertThat(bob.node.isFresh()).isTrue();
    bob.isWithoutMessages = false;
    time.pass(SECOND);
    assertThat(bob.told()).containsExactly("look maths");
    assertThat(bob.faults).isEmpty();
  }

  @Test
  void conversationsThatTheStoreTakesTooLongToReadHoldUpNoOthers() {
    bob.tooLong.addAll(List.of(MATHS, new ConversationId("art")));
    stores
        .hints()
        .add(HILL, List.of(MATHS, new ConversationId("art"), new ConversationId("music")));
    time.pass(SECOND);
    assertThat(bob.told()).containsExactly("look music");
    stores.hints().add(HILL, List.of(new ConversationId("sports")));
    time.pass(SECOND);
    assertThat(bob.told()).containsExactly("look sports");
    bob.tooLong.remove(new ConversationId("art"));
    time.pass(SECOND);
    assertThat(bob.told()).containsExactly("look art");
    assertThat(bob.faults).isEmpty();
  }

  @Test
  void oneThatIsTooSlowNowKeepsNoneFromBeingReadThatWasBefore() {
    bob.tooLong.add(MATHS);
    stores.hints().add(HILL, List.of(MATHS));
    time.pass(SECOND);
    bob.tooLong.clear();
    bob.tooLong.add(new ConversationId("art"));
    stores.hints().add(HILL, List.of(new ConversationId("art")));
    time.pass(SECOND);
    assertThat(bob.told()).containsExactly("look maths");
  }

  @Test
  void aStoreThatIsAwayIsAskedForAFewConversationsAtATime() {
    var hinted = new HintedLooks(time, since -> {}, (conversation, since) -> {});
    for (int i = 0; i < 100; i++) {
      hinted.ask(new ConversationId("c" + i), TestTime.START);
    }
    var asked = new ArrayList<ConversationId>();
    for (int poll = 1; poll <= 40; poll++) {
      assertThatThrownBy(() ->
              hinted.make((conversation, since) -> {
                asked.add(conversation);
                throw new StoreUnavailable("The store is away.", 1_000);
              }))
          .isInstanceOf(StoreUnavailable.class);
      assertThat(asked).hasSizeLessThanOrEqualTo(3 * poll);
    }
    hinted.make((conversation, since) -> true);
    assertThat(hinted.earliest()).isEmpty();
  }

  @Test
  void aSchoolThatIsNewWhileANodeRunsIsBegunAsTheOthersWere() {
    var dale = new SchoolId("dale");
    bob.isWithoutMessages = true;
    Instant begun = time.clock().instant();
    bob.node.follow(dale);
    assertThat(bob.node.servedFrom(dale)).isEqualTo(begun.minus(Duration.ofSeconds(20)));
    bob.isWithoutMessages = false;
    time.pass(SECOND.multipliedBy(2));
    assertThat(bob.node.servedFrom(dale)).isEqualTo(begun.minus(Duration.ofMinutes(2)));
  }

  @Test
  void whoIsLetInBeforeItIsKnownWhatThereWasIsToldOfItsLastSeconds() {
    var dale = new SchoolId("dale");
    bob.isWithoutMessages = true;
    Instant begun = time.clock().instant();
    bob.node.admit(dale);
    bob.isWithoutMessages = false;
    time.pass(SECOND.multipliedBy(10));
    assertThat(bob.node.servedFrom(dale)).isEqualTo(begun.minus(Duration.ofSeconds(20)));
  }

  @Test
  void aBeatThatComesAfterTheNodeLeftDoesNotSayThatItLives() {
    var hands = new Hands();
    var late = new Member("c", stores.second(), hands);
    hands.full = true;
    time.pass(SECOND.multipliedBy(2));
    hands.full = false;
    late.node.close();
    hands.goOn();
    assertThat(stores.nodes().nodes()).extracting(NodeLife::node).doesNotContain(late.id);
  }

  @Test
  void whatWasToldUntilIsKnownAlsoWhileTheBusIsAway() {
    bus.setUp(false);
    time.pass(Duration.ofMinutes(30));
    assertThat(ada.node.toldUntil(HILL))
        .isAfter(time.clock().instant().minus(Duration.ofSeconds(130)));
    assertThat(ada.node.inLogUntil(HILL))
        .isBefore(time.clock().instant().minus(Duration.ofMinutes(30)));
  }

  @Test
  void noSchoolHasTheNameOfAll() {
    assertThat(IdFormat.matches(OtherNodes.OF_ALL_SCHOOLS.value())).isFalse();
    assertThatThrownBy(
            () -> new School(SchoolId.ALL, "All", SchoolSettings.DEFAULT, TestTime.START))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allHearWhatOneOfThemPublishes() {
    ada.publish(1);
    bob.publish(2);
    assertThat(ada.told()).containsExactly("heard 1", "heard 2");
    assertThat(bob.told()).containsExactly("heard 1", "heard 2");
  }

  @Test
  void whileNothingFailsNobodyLooksIntoTheStore() {
    time.pass(Duration.ofMinutes(10));
    assertThat(ada.told()).isEmpty();
  }

  @Test
  void aLogThatWasLostHasAllLookIntoTheStoreOnce() {
    ada.publish(1);
    ada.told();
    long generation = ada.node.logGeneration(HILL);
    bus.flush();
    time.pass(SECOND.multipliedBy(3));
    assertThat(ada.told()).containsExactly("look");
    assertThat(ada.node.logGeneration(HILL)).isNotEqualTo(generation);
  }

  @Test
  void aRestartOfTheBusIsNoticedThoughNobodySaysSo() {
    bus.restart();
    time.pass(SECOND.multipliedBy(5));
    assertThat(ada.told()).containsExactly("look");
    bob.publish(1);
    assertThat(ada.told()).containsExactly("heard 1");
  }

  @Test
  void whoHearsNothingReadsWhatItMissedFromTheLog() {
    bus.mute(ada.id);
    bob.publish(1);
    assertThat(ada.told()).isEmpty();
    time.pass(SECOND.multipliedBy(5));
    assertThat(ada.told()).containsExactly("heard 1");
  }

  @Test
  void whoseSubscriptionBreaksHearsAgainAtOnce() {
    bus.breakSubscriptions(ada.id);
    bob.publish(1);
    assertThat(ada.told()).containsExactly("heard 1");
    bus.flush();
    bus.breakSubscriptions(ada.id);
    assertThat(ada.told()).containsExactly("look");
  }

  @Test
  void whoCannotPublishLeavesAHintForAll() {
    bus.setCut(ada.id, true);
    ada.publish(1);
    time.pass(SECOND.multipliedBy(3));
    assertThat(bob.told()).containsExactly("look maths");
  }

  @Test
  void whatIsAnnouncedIsHeardAtOnceByTheOthersAndNeverTwice() {
    ada.node.announce(HILL, new News.OfSchool());
    assertThat(bob.told()).containsExactly("heard OfSchool[]");
    time.pass(Duration.ofMinutes(20));
    assertThat(bob.told()).isEmpty();
    assertThat(ada.told()).isEmpty();
  }

  @Test
  void whatIsAnnouncedIsHeardInItsPlaceAmongTheChanges() {
    ada.publish(1);
    ada.node.announce(HILL, new News.OfSchool());
    ada.publish(2);
    assertThat(bob.told()).containsExactly("heard 1", "heard OfSchool[]", "heard 2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsAnnouncedIsHeardWithinASecondThoughTheBusIsAway(boolean forAll) {
    if (forAll) {
      bus.setUp(false);
    } else {
      bus.setCut(ada.id, true);
    }
    ada.node.announce(HILL, new News.OfSchool());
    time.pass(SECOND);
    assertThat(bob.told()).containsOnlyOnce("heard OfSchool[]");
    bus.setUp(true);
    bus.setCut(ada.id, false);
    time.pass(Duration.ofMinutes(2));
    assertThat(bob.told()).doesNotContain("heard OfSchool[]");
  }

  @Test
  void whoeverAnnouncesKnowsWhenItIsNotKnownWhetherAllWillHearIt() {
    stores.close();
    assertThatThrownBy(() -> ada.node.announce(HILL, new News.OfSchool()))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void whoIsOnlineIsSaidToTheOthersOnly() {
    var here = new Notice.OfPresence.Left(new UserId("ada"));
    ada.node.publish(HILL, here);
    assertThat(bob.told()).containsExactly("a says Left[user=ada]");
    assertThat(ada.told()).isEmpty();
  }

  @Test
  void aFailedSignInIsHeardByEveryOtherNode() {
    ada.node.publish(
        OtherNodes.OF_ALL_SCHOOLS, new Notice.OfFailure("password", "account ada", "::1/64"));
    assertThat(bob.told())
        .containsExactly("OfFailure[kind=password, account=account ada, origin=::1/64]");
    assertThat(ada.told()).isEmpty();
  }

  @Test
  void aNodeIntroducesItselfWhenItBeginsAndWheneverSomethingMayHaveBeenMissed() {
    assertThat(ada.introductions).isEqualTo(1);
    time.pass(Duration.ofMinutes(1));
    assertThat(ada.introductions).isEqualTo(1);
    bus.flush();
    time.pass(SECOND.multipliedBy(5));
    assertThat(ada.introductions).isEqualTo(2);
    bus.mute(ada.id);
    time.pass(SECOND.multipliedBy(10));
    assertThat(ada.introductions).isEqualTo(3);
    bus.setCut(ada.id, true);
    time.pass(SECOND.multipliedBy(10));
    assertThat(ada.introductions).isEqualTo(3);
    bus.setCut(ada.id, false);
    time.pass(SECOND.multipliedBy(2));
    assertThat(ada.introductions).isEqualTo(4);
  }

  @Test
  void whichNodesLiveIsKnown() {
    stores.nodes().beat(new NodeId("c", "1"), Set.of());
    time.pass(SECOND.multipliedBy(3));
    assertThat(ada.living).containsExactly("a", "b", "c");
    time.pass(SECOND.multipliedBy(12));
    assertThat(ada.living).containsExactly("a", "b");
  }

  @Test
  void whoIsCutOffLooksIntoTheStoreEverySecond() {
    bus.setCut(ada.id, true);
    time.pass(SECOND.multipliedBy(5));
    ada.told();
    time.pass(SECOND.multipliedBy(10));
    assertThat(ada.told()).hasSizeBetween(9, 11).containsOnly("look");
  }

  @Test
  void whatANodeThatDiedMayNotHavePublishedIsLookedForOnce() {
    stores.nodes().beat(new NodeId("c", "1"), Set.of());
    time.pass(Duration.ofSeconds(9));
    assertThat(ada.told()).isEmpty();
    time.pass(Duration.ofMinutes(2));
    assertThat(ada.told()).containsExactly("look");
  }

  @Test
  void aNodeThatLeavesIsNotLookedFor() {
    bob.node.close();
    time.pass(Duration.ofMinutes(2));
    assertThat(ada.told()).isEmpty();
  }

  @Test
  void aNodeThatDidNotReachTheStoreForASecondIsNotFreshByEitherClock() {
    time.pass(Duration.ofMinutes(1));
    assertThat(ada.node.isFresh()).isTrue();
    time.setClock(Duration.ofSeconds(2));
    assertThat(ada.node.isFresh()).isFalse();
    time.pass(SECOND);
    assertThat(ada.node.isFresh()).isTrue();
    stores.close();
    time.pass(SECOND.multipliedBy(2));
    assertThat(ada.node.isFresh()).isFalse();
  }

  @Test
  void aNodeIsFreshOnlyOnceItAlsoLookedForWhatIsNotAnnounced() {
    time.pass(SECOND.multipliedBy(5));
    assertThat(ada.looksForEnded).isEqualTo(10);
    ada.isAway = true;
    time.pass(SECOND.multipliedBy(2));
    assertThat(ada.node.isFresh()).isFalse();
    ada.isAway = false;
    time.pass(SECOND);
    assertThat(ada.node.isFresh()).isTrue();
  }

  @Test
  void aNodeKnowsWhetherItAloneIsCutOff() {
    bus.setUp(false);
    time.pass(Duration.ofMinutes(1));
    assertThat(ada.node.health().away()).isNotEmpty();
    assertThat(ada.node.health().cutOff()).isEmpty();
    bus.setUp(true);
    bus.setCut(ada.id, true);
    time.pass(SECOND.multipliedBy(15));
    assertThat(ada.node.health().cutOff()).isEqualTo(ada.node.health().away()).isNotEmpty();
    assertThat(bob.node.health().away()).isEmpty();
    bus.setCut(ada.id, false);
    time.pass(SECOND.multipliedBy(3));
    assertThat(ada.node.health().cutOff()).isEmpty();
  }

  @Test
  void aNodeKnowsByHowMuchItsClockIsAnotherThanTheStores() {
    time.pass(SECOND.multipliedBy(3));
    assertThat(ada.node.health().clockAhead()).isZero();
    var late =
        new Member("c", new InMemoryStores(Clock.offset(time.clock(), Duration.ofSeconds(-11))));
    time.pass(SECOND.multipliedBy(3));
    assertThat(late.node.health().clockAhead()).isEqualTo(Duration.ofSeconds(11));
  }
}
