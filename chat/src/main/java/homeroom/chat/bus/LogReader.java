// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of one school, and has everything in it told in its order. It knows until when it
 * is proven to have heard everything: this moves only with entries that follow one another and with
 * beats that say that there are no more. After a hole, which is an entry that is missing, another
 * log, or a first subscription that came late, it looks into the store from there on before it goes
 * on, and while it does not hear it looks there every second, each time from where the last look
 * began. A fault of whoever is told is a hole too: what it was about is looked for a few times
 * before the school goes on, and now and then after that.
 *
 * <p>What the bus carries is taken on any thread and never waits; {@link #run} blocks.
 */
final class LogReader {

  private sealed interface Arrival {
    /**
     * An entry.
     *
     * @param wasRead of the log, which bounds how many there are, instead of heard
     */
    record Appended(Entry entry, boolean wasRead) implements Arrival {
      @Override
      public int changes() {
        return wasRead ? 0 : entry.changes().size();
      }
    }

    record Beat(Position head, Instant at) implements Arrival {}

    record Passed(NodeId from, Change change) implements Arrival {}

    /** How much of what may wait it is. */
    default int changes() {
      return 1;
    }
  }

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** Conversations that are looked at by themselves if a look has a fault with them. */
  private static final int FEW = 100;

  private final SchoolId school;
  private final Bus bus;
  private final ChangeListener listener;
  private final Notices notices;
  private final Publisher publisher;
  private final Clock clock;
  private final Timer timer;
  private final BusLimits limits;
  private final NodeFigures figures;
  private final Faults faults;
  private final Looks looks;

  /** Looks at single conversations. */
  private final HintedLooks apart;

  private final Runnable whenHeard;
  private final Instant begun;
  private final ReentrantLock running = new ReentrantLock();

  /** Of whoever is running. */
  private @Nullable Position position;

  /** The same: nothing is to be heard any more. */
  private boolean closed;

  /** The same: what is next in the log may not follow what was told. */
  private boolean hole;

  /** Before it heard the first time something may have happened. */
  private volatile boolean late;

  private @Nullable Long lookedAt;

  /** All know who is online where, unless notices were lost since; none after a silence. */
  private long introducedIn;

  private volatile Instant proven;

  /**
   * As clocks may differ; further back, as a write may take, if it is known what there was when it
   * began.
   */
  private volatile Instant servedFrom;

  /** The arrivals and the subscription belong to whoever has this object. */
  private final Deque<Arrival> arrivals = new ArrayDeque<>();

  private int arrivedChanges;

  private @Nullable Hearing hearing;
  private long lastHeardAt;

  /**
   * Hears nothing yet.
   *
   * @param whenHeard called when there is something to {@link #run} for; returns soon
   */
  LogReader(
      SchoolId school,
      Bus bus,
      ChangeListener listener,
      Notices notices,
      Publisher publisher,
      Clock clock,
      Timer timer,
      BusLimits limits,
      NodeFigures figures,
      Faults faults,
      Runnable whenHeard) {
    this.school = school;
    this.bus = bus;
    this.listener = listener;
    this.notices = notices;
    this.publisher = publisher;
    this.clock = clock;
    this.timer = timer;
    this.limits = limits;
    this.figures = figures;
    this.faults = faults;
    this.whenHeard = whenHeard;
    this.lastHeardAt = timer.nanoTime();
    this.begun = clock.instant();
    this.proven = begun;
    this.servedFrom = begun.minus(limits.clocksApart().multipliedBy(2));
    this.looks = new Looks(school, clock, timer, limits, faults);
    this.apart = new HintedLooks(timer, this::look, this::givenUp);
  }

  /** One subscription; what an earlier one still carries is not for anybody. */
  private final class Hearing implements Bus.Listener {

    /** When something was heard last. */
    private long heardAt = timer.nanoTime();

    private boolean broken;

    private Bus.@Nullable Subscription subscription;

    @Override
    public void appended(Entry entry) {
      arrived(this, new Arrival.Appended(entry, false));
    }

    @Override
    public void beat(Position head, Instant at) {
      arrived(this, new Arrival.Beat(head, at));
    }

    @Override
    public void passed(NodeId from, Change change) {
      arrived(this, new Arrival.Passed(from, change));
    }

    @Override
    public void lost() {
      broke(this);
    }
  }

  /** Another subscription is tried at once. */
  private void broke(Hearing by) {
    synchronized (this) {
      if (by != hearing) {
        return;
      }
      by.broken = true;
    }
    whenHeard.run();
  }

  private void arrived(Hearing by, Arrival arrival) {
    synchronized (this) {
      if (by != hearing) {
        return;
      }
      by.heardAt = timer.nanoTime();
      lastHeardAt = by.heardAt;
      if (arrivedChanges < limits.arrivals()) {
        arrivals.add(arrival); // beyond that it is missed, as positions will show
        arrivedChanges += arrival.changes();
      }
    }
    whenHeard.run();
  }

  /** The log is followed from some moment after this one on. */
  void beginsLate() {
    late = true;
    whenHeard.run();
  }

  /** Until when everything is known to have been heard. */
  Instant proven() {
    return proven;
  }

  /** The same, as changes are dated, by whichever clock: what is before it was in the log. */
  Instant inLogUntil() {
    Instant now = clock.instant();
    return (proven.isBefore(now) ? proven : now).minus(limits.margin());
  }

  /** Until when everything is known to have been heard, or found. */
  Instant known() {
    return looks.known(proven);
  }

  /** No look that this reader makes by itself, or was asked for, goes back further. */
  Instant toldUntil() {
    Instant own = looks.toldUntil(proven);
    return apart.earliest().filter(first -> first.isBefore(own)).orElse(own);
  }

  /** For how long nothing was heard, not even this node's own beat. */
  synchronized Duration silence() {
    return Duration.ofNanos(timer.nanoTime() - lastHeardAt);
  }

  /** What changed before this moment, by whichever clock, did so before anybody was let in. */
  Instant servedFrom() {
    return servedFrom;
  }

  /** A look for what changed since then need not go back further than anybody is here. */
  Instant notBeforeBegin(Instant since) {
    Instant first = servedFrom();
    return since.isBefore(first) ? first : since;
  }

  HintedLooks apart() {
    return apart;
  }

  /** Has the store looked into for what changed since that moment. */
  void look(Instant since) {
    looks.ask(since);
    whenHeard.run();
  }

  /**
   * Sees to it that this node hears, and has told what it heard; one thread at a time, others wait.
   *
   * @throws homeroom.chat.school.StoreUnavailable to be called again
   */
  void run() {
    running.lock();
    try {
      if (closed) {
        return;
      }
      keepHearing();
      do {
        if (!lookIfAsked()) {
          return;
        }
      } while (takeNext());
      introduce();
    } finally {
      running.unlock();
    }
  }

  /** Nobody has come to the school yet. */
  void begins() {
    Instant since = begun.minus(limits.margin());
    if (faults.none(
        "What " + school + " had when this node began is not known",
        () -> listener.begins(school, since, clock.instant()))) {
      servedFrom = since;
    }
  }

  /** Hears nothing more. */
  void close() {
    running.lock();
    try {
      closed = true;
      end();
    } finally {
      running.unlock();
    }
  }

  private void keepHearing() {
    if (!hears()) {
      listen();
    }
    if (hears()) {
      lookedAt = null;
    } else if (lookedAt == null || timer.nanoTime() - lookedAt >= LOOK_AGAIN.toNanos()) {
      lookedAt = timer.nanoTime();
      look(looks.next(proven));
    }
  }

  synchronized boolean hears() {
    return hearing != null
        && !hearing.broken
        && timer.nanoTime() - hearing.heardAt <= limits.echo().toNanos();
  }

  private void listen() {
    end();
    var fresh = new Hearing();
    synchronized (this) {
      hearing = fresh;
      forgetArrivals();
    }
    try {
      fresh.subscription = bus.subscribe(school, fresh);
      introducedIn = 0;
      goOnFrom(position);
    } catch (BusUnavailable e) {
      late = true;
      end();
    } catch (RuntimeException e) {
      late = true;
      end();
      faults.happened("The log of " + school + " was not followed", e);
    }
  }

  private void goOnFrom(@Nullable Position last) {
    if (last == null) {
      position = bus.head(school);
      if (late) {
        holeFound();
      }
      return;
    }
    Bus.Reading missed = bus.after(school, last);
    if (missed.whole()) {
      heardFirst(missed.entries());
    } else {
      position = missed.head();
      holeFound();
    }
  }

  private synchronized void heardFirst(List<Entry> entries) {
    for (Entry entry : entries.reversed()) {
      arrivals.addFirst(new Arrival.Appended(entry, true));
    }
  }

  private synchronized void forgetArrivals() {
    arrivals.clear();
    arrivedChanges = 0;
  }

  private void end() {
    Hearing last;
    synchronized (this) {
      last = hearing;
      hearing = null;
      forgetArrivals();
    }
    if (last != null && last.subscription != null) {
      last.subscription.end();
    }
  }

  /** Nobody does so to a bus that they do not hear. */
  private void introduce() {
    long lost = publisher.noticesLost();
    if (introducedIn != lost && hears()) {
      introducedIn = lost;
      faults.none("Nobody was told who is online in " + school, () -> listener.introduce(school));
    }
  }

  private void holeFound() {
    figures.holeFound();
    hole = true;
    look(looks.next(proven));
  }

  /** Whether what was heard may be told now, and what is before it published again. */
  private boolean lookIfAsked() {
    boolean goesOn =
        looks.make(
            proven,
            since -> {
              Instant from = notBeforeBegin(since);
              lookAgain(listener.look(school, from), from);
              figures.scanned();
            });
    if (goesOn && hole) {
      hole = false;
      publisher.forgetLog();
    }
    return goesOn;
  }

  /** A fault of a few conversations is none of the school's. */
  private void lookAgain(Map<ConversationId, RuntimeException> left, Instant since) {
    if (left.size() > FEW) {
      throw left.values().iterator().next();
    }
    left.forEach((conversation, fault) -> {
      faults.happened(
          "What changed in a conversation of " + school + " was not told",
          new IllegalStateException("That of conversation " + conversation, fault));
      apart.ask(conversation, since);
    });
  }

  private void givenUp(ConversationId conversation, Instant since) {
    faults.happened(
        "What changed in a conversation of " + school + " is not looked for any more",
        new IllegalStateException("That of conversation " + conversation + " since " + since));
  }

  private boolean takeNext() {
    Arrival next;
    synchronized (this) {
      next = arrivals.peek();
    }
    switch (next) {
      case null -> {
        return false;
      }
      case Arrival.Appended(Entry entry, boolean _) -> take(entry);
      case Arrival.Beat(Position head, Instant at) -> take(head, at);
      case Arrival.Passed(NodeId from, Change change) -> {
        taken(); // and not again, whatever becomes of it
        if (change instanceof Notice notice) {
          var _ =
              faults.none(
                  "Something passed on in " + school + " was not told",
                  () -> notices.tell(school, from, notice, listener));
        }
      }
    }
    return true;
  }

  private void take(Entry entry) {
    Position known = position;
    Position at = entry.position();
    if (known == null || (at.isOf(known) && at.offset() <= known.offset())) {
      taken();
    } else if (at.before().equals(known)) {
      boolean told = true;
      for (Change change : entry.changes()) {
        told &=
            faults.none(
                "An entry of the log of " + school + " was not told",
                () -> tell(entry.from(), change));
      }
      position = at;
      taken();
      if (told) {
        provenUntil(entry.at());
      } else {
        holeFound();
      }
    } else {
      position = at.before();
      holeFound();
    }
  }

  private void tell(NodeId from, Change change) {
    switch (change) {
      case Change.OfMessage ofMessage -> listener.heard(school, ofMessage);
      case Notice notice -> notices.tell(school, from, notice, listener);
    }
  }

  private void take(Position head, Instant at) {
    taken();
    Position known = position;
    if (head.equals(known)) {
      provenUntil(at);
    } else if (known != null && !(head.isOf(known) && head.offset() < known.offset())) {
      listen();
    }
  }

  private void provenUntil(Instant at) {
    if (at.isAfter(proven)) {
      proven = at;
    }
  }

  /** What {@link #takeNext} saw: only who is running takes any away. */
  private synchronized void taken() {
    Arrival taken = arrivals.poll();
    if (taken != null) {
      arrivedChanges -= taken.changes();
    }
  }
}
