// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One node among several on one store: its part in the bus. Of every school that it serves it
 * follows the log and appends to it; it looks for hints of nodes that could not publish, says that
 * it lives, and when another node dies it looks into the store for what that one stored and never
 * published.
 *
 * <p>Safe for many threads. The timer's thread only hands over; all that blocks runs on the
 * executor.
 */
public final class Node implements OtherNodes, AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BUS_BEAT = Duration.ofSeconds(1);
  private static final Duration STORE_BEAT = Duration.ofSeconds(2);

  /** How long who asks waits for a node that was stopped to reach the store. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final NodeId self;
  private final Bus bus;
  private final NodeStore nodeStore;
  private final HintStore hintStore;
  private final Clock clock;
  private final Timer timer;
  private final Executor executor;
  private final BusLimits limits;
  private final Faults faults;
  private final Map<SchoolId, ServedSchool> schools = new ConcurrentHashMap<>();
  private final Notices notices;
  private final NodeFigures figures;
  private final AtomicLong announcements = new AtomicLong();
  private ServedSchool.@Nullable Shared shared;
  private volatile boolean ended;

  /** Reached whenever the store was asked for hints with success. */
  private final Fence fence;

  /** Of the one who polls. */
  private final HintFollower hints;

  private final Reach reach = new Reach();

  /** By how much the clock of this node is ahead of the store's, at least. */
  private volatile Duration clockAhead = Duration.ZERO;

  /** Held by whoever says in the store that this node lives, or leaves. */
  private final ReentrantLock beating = new ReentrantLock();

  /** Of the one who beats: the nodes whose death was dealt with. */
  private final Set<NodeId> buried = new HashSet<>();

  /** The earliest last beat of those that live; no death will be older. */
  private volatile Instant earliestBeat = Instant.EPOCH;

  /** Faults are left to the threads that have them. */
  public Node(
      NodeId self,
      Bus bus,
      NodeStore nodeStore,
      HintStore hintStore,
      Clock clock,
      Timer timer,
      Executor executor,
      BusLimits limits) {
    this(
        self, bus, nodeStore, hintStore, clock, timer, executor, limits, FaultReport.TO_THE_THREAD);
  }

  /**
   * Does nothing yet.
   *
   * @param report told of faults after which it goes on
   */
  public Node(
      NodeId self,
      Bus bus,
      NodeStore nodeStore,
      HintStore hintStore,
      Clock clock,
      Timer timer,
      Executor executor,
      BusLimits limits,
      FaultReport report) {
    this.self = self;
    this.bus = bus;
    this.nodeStore = nodeStore;
    this.hintStore = hintStore;
    this.clock = clock;
    this.timer = timer;
    this.executor = executor;
    this.limits = limits;
    this.faults = new Faults(timer, report);
    this.notices = new Notices(self, timer);
    this.hints = new HintFollower(hintStore, notices, faults, limits, schools::get);
    this.figures = new NodeFigures(clock);
    this.fence = new Fence(clock, timer::nanoTime, limits.freshness(), PATIENCE);
  }

  @Override
  public void tell(ChangeListener told) {
    shared =
        new ServedSchool.Shared(
            bus, hintStore, told, notices, clock, timer, executor, limits, figures, faults);
  }

  /**
   * Lives from now on. What the others announced before this is not followed: what this node
   * remembers is to be read after it.
   */
  public void start() {
    nodeStore.beat(self, bus.away());
    hints.begin();
    every(POLL, worker("What others left in the store was not followed", this::poll));
    every(BUS_BEAT, worker("The bus was not told that this node lives", this::beatOnBus));
    every(STORE_BEAT, worker("The store was not told that this node lives", this::beatInStore));
    serve(OF_ALL_SCHOOLS);
  }

  private Worker worker(String orElse, Runnable work) {
    return shared().worker(orElse, work);
  }

  private void every(Duration pause, Worker worker) {
    var _ =
        timer.after(
            pause,
            () -> {
              if (!ended) {
                worker.wake();
                every(pause, worker);
              }
            });
  }

  /**
   * Hears of the school from when this returns, or as soon as the bus is back; before anybody comes
   * to this node.
   */
  public void serve(SchoolId school) {
    schools.computeIfAbsent(school, id -> new ServedSchool(id, shared())).begin(false);
  }

  @Override
  public void admit(SchoolId school) {
    schools.computeIfAbsent(school, id -> new ServedSchool(id, shared())).begin(true);
  }

  /** Hears of the school in a moment, of one that was not there when this node began. */
  public void follow(SchoolId school) {
    served(school).beginIfNew();
  }

  /** Whoever changes something in a school that nobody came to has it followed in a moment. */
  private ServedSchool served(SchoolId school) {
    ServedSchool known = schools.get(school);
    if (known != null) {
      return known;
    }
    ServedSchool made = schools.computeIfAbsent(school, id -> new ServedSchool(id, shared()));
    made.reader().beginsLate();
    return made;
  }

  /**
   * Whether this node may answer anybody: not if it did not reach the store for a second, by either
   * clock, since it may have been stopped and know nothing of what happened.
   */
  public boolean isFresh() {
    return fence.isFresh();
  }

  @Override
  public void awaitFresh() {
    fence.pass();
  }

  /** How this node and its bus are. */
  public NodeFigures figures() {
    return figures;
  }

  /** How long ago this node last knew everything that was announced. */
  public Duration behind() {
    return Duration.ofNanos(timer.nanoTime() - fence.reached().nanos());
  }

  @Override
  public Instant inLogUntil(SchoolId school) {
    return served(school).reader().inLogUntil();
  }

  @Override
  public Instant servedFrom(SchoolId school) {
    return served(school).reader().servedFrom();
  }

  @Override
  public Instant toldUntil(SchoolId school) {
    Instant reached = fence.reached().at();
    Instant first = earliestBeat.isBefore(reached) ? earliestBeat : reached;
    Instant ofOthers = first.minus(limits.margin());
    Instant own = served(school).reader().toldUntil();
    return ofOthers.isBefore(own) ? ofOthers : own;
  }

  @Override
  public void report(String what, RuntimeException fault) {
    faults.happened(what, fault);
  }

  @Override
  public boolean hears(SchoolId school) {
    ServedSchool served = schools.get(school);
    return served != null && served.reader().hears();
  }

  @Override
  public long logGeneration(SchoolId school) {
    return served(school).publisher().generation();
  }

  @Override
  public boolean publish(SchoolId school, long generation, List<Change.OfMessage> changes) {
    ServedSchool served = served(school);
    boolean taken = served.publisher().publish(generation, changes);
    served.publish();
    return taken;
  }

  @Override
  public void publish(SchoolId school, Notice notice) {
    if (notice instanceof Notice.OfTyping) {
      bus.pass(school, notice);
    } else {
      publish(served(school), notice);
    }
  }

  private static void publish(ServedSchool served, Notice notice) {
    served.publisher().publish(notice);
    served.publish();
  }

  /** Durable first, so that whoever polls knows it, and then as soon as the bus carries it. */
  @Override
  public void announce(SchoolId school, News news) {
    var announced = new Notice.Announced(self + ":" + announcements.incrementAndGet(), news);
    notices.own(announced);
    hintStore.add(school, announced);
    publish(served(school), announced);
  }

  /**
   * What others ended, announced or could not publish is looked for in the store; after long,
   * everything. Looks for messages are made by others than the one who polls: however long they
   * take, this node knows what it has to before it answers anybody.
   */
  private void poll() {
    Fence.Moment last = fence.reached();
    Fence.Moment now = fence.now();
    hears().catchUp();
    hints.follow(hears());
    notices.forgetOld();
    if (now.at().isAfter(last.at().plus(limits.pollGap()))
        || now.nanos() - last.nanos() > limits.pollGap().toNanos()) {
      lookEverywhere(last.at().minus(limits.margin()));
    }
    fence.reached(now);
    schools.values().forEach(ServedSchool::lookIfHinted);
  }

  private ServedSchool.Shared shared() {
    return Objects.requireNonNull(shared, "nobody hears");
  }

  private ChangeListener hears() {
    return shared().hears();
  }

  private void beatOnBus() {
    try {
      bus.beat(List.copyOf(schools.keySet()));
    } catch (BusUnavailable e) {
      // Whoever does not hear it does not hear anything.
    }
    for (ServedSchool served : schools.values()) {
      served.read();
      served.publish();
    }
  }

  private void beatInStore() {
    Set<String> away = bus.away();
    if (!beat(away)) {
      return;
    }
    Instant asked = clock.instant();
    List<NodeLife> nodes = nodeStore.nodes();
    compareClocks(asked, nodes, clock.instant());
    reach.look(self, away, nodes, timer.nanoTime());
    figures.known(nodes);
    var living = new HashSet<NodeId>();
    Instant earliest = Instant.MAX;
    for (NodeLife life : nodes) {
      if (life.isAlive()) {
        living.add(life.node());
        earliest = life.lastBeat().isBefore(earliest) ? life.lastBeat() : earliest;
        if (buried.remove(life.node())) {
          // Its people were taken for gone here: they are asked for again.
          schools.values().forEach(served -> served.publisher().forgetLog());
        }
      } else if (buried.add(life.node())) {
        lookEverywhere(life.lastBeat().minus(limits.margin()));
      }
    }
    earliestBeat = living.isEmpty() ? Instant.EPOCH : earliest;
    schools.values().forEach(ServedSchool::beginIfNew);
    hears().living(living);
  }

  /** Whether this node lives; of one that left nothing is said any more. */
  private boolean beat(Set<String> away) {
    beating.lock();
    try {
      if (!ended) {
        nodeStore.beat(self, away);
      }
      return !ended;
    } finally {
      beating.unlock();
    }
  }

  private void leave() {
    beating.lock();
    try {
      nodeStore.leave(self);
    } finally {
      beating.unlock();
    }
  }

  /** The store's clock showed what it says at some moment between the two. */
  private void compareClocks(Instant asked, List<NodeLife> nodes, Instant answered) {
    for (NodeLife life : nodes) {
      if (life.node().equals(self)) {
        Instant atStore = life.lastBeat().plus(life.age());
        clockAhead =
            atStore.isBefore(asked)
                ? Duration.between(atStore, asked)
                : atStore.isAfter(answered) ? Duration.between(atStore, answered) : Duration.ZERO;
      }
    }
  }

  /** How it stands now. */
  public NodeHealth health() {
    return new NodeHealth(behind(), clockAhead, bus.away(), reach.cutOff());
  }

  private void lookEverywhere(Instant since) {
    schools.values().forEach(served -> served.look(since));
  }

  /** Says goodbye if all that it stored is published; else the others find out. */
  @Override
  public void close() {
    ended = true;
    var all = new ArrayList<>(schools.values());
    try {
      all.forEach(served -> served.publisher().run());
      if (all.stream().allMatch(served -> served.publisher().isIdle())) {
        leave();
      }
    } catch (StoreUnavailable e) {
      // The others look for what it stored once it is dead.
    } finally {
      all.forEach(served -> served.reader().close());
    }
  }
}
