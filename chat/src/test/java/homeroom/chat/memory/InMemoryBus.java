// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.Change;
import homeroom.chat.bus.Entry;
import homeroom.chat.bus.EntryTooLarge;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.school.SchoolId;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A bus in memory that several nodes share, which can be cut, muted, flushed and restarted. Under
 * one lock; what it carries, it carries at once and in order, unless it is told otherwise.
 */
public final class InMemoryBus {

  /** Entries that a log keeps. */
  private static final int KEPT = 12;

  private static final class Log {
    private String epoch;
    private long offset;
    private final Deque<Entry> entries = new ArrayDeque<>();

    Log(String epoch) {
      this.epoch = epoch;
    }

    Position head() {
      return new Position(epoch, offset);
    }

    boolean hasAllAfter(Position position) {
      return position.epoch().equals(epoch)
          && position.offset() <= offset
          && position.offset() >= offset - entries.size();
    }
  }

  private record Subscriber(NodeId node, SchoolId school, Bus.Listener listener) {}

  private final Clock clock;
  private final BiConsumer<NodeId, Runnable> carrier;
  private final Map<SchoolId, Log> logs = new HashMap<>();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final Set<NodeId> cut = new HashSet<>();
  private final Set<Subscriber> muted = new HashSet<>();
  private final Deque<Runnable> onTheWay = new ArrayDeque<>();
  private Predicate<List<Change>> tooLarge = changes -> false;
  private int epochs;
  private boolean up = true;
  private boolean carrying;

  /** Carries at once. */
  public InMemoryBus(Clock clock) {
    this(clock, (node, delivery) -> delivery.run());
  }

  /**
   * The same.
   *
   * @param carrier does, delays, loses or repeats what is to be heard by a node
   */
  public InMemoryBus(Clock clock, BiConsumer<NodeId, Runnable> carrier) {
    this.clock = clock;
    this.carrier = carrier;
  }

  /** The node's way to it. */
  public Bus of(NodeId node) {
    return new Way(node);
  }

  /** Forgets all logs; who subscribed stays so. */
  public synchronized void flush() {
    logs.clear();
  }

  /** Forgets all logs, and who subscribed. */
  public synchronized void restart() {
    logs.clear();
    subscribers.clear();
    muted.clear();
  }

  /** Ends what the node subscribed, and says so. */
  public synchronized void breakSubscriptions(NodeId node) {
    List<Subscriber> broken = subscribers.stream().filter(one -> one.node().equals(node)).toList();
    subscribers.removeAll(broken);
    broken.forEach(one -> carry(one, one.listener()::lost));
    carryAll();
    broken.forEach(muted::remove);
  }

  /** Has no entry appended of which this says that it is too large. */
  public synchronized void refuse(Predicate<List<Change>> entries) {
    tooLarge = entries;
  }

  /** Is there for nobody, or for all. */
  public synchronized void setUp(boolean isUp) {
    up = isUp;
    if (!isUp) {
      subscribers.clear();
      muted.clear();
    }
  }

  /** Is there for that node, or not. */
  public synchronized void setCut(NodeId node, boolean isCut) {
    if (isCut) {
      cut.add(node);
      subscribers.removeIf(one -> one.node().equals(node));
    } else {
      cut.remove(node);
    }
  }

  /** What the node subscribed carries nothing any more, and does not say so. */
  public synchronized void mute(NodeId node) {
    subscribers.stream().filter(one -> one.node().equals(node)).forEach(muted::add);
  }

  private Log log(SchoolId school) {
    return logs.computeIfAbsent(school, id -> new Log("epoch-" + ++epochs));
  }

  private void carry(Subscriber to, Runnable delivery) {
    if (!muted.contains(to)) {
      onTheWay.add(() -> carrier.accept(to.node(), delivery));
    }
  }

  /** Whoever hears something may append before others have heard that. */
  private void carryAll() {
    if (!carrying) {
      carrying = true;
      try {
        for (Runnable next = onTheWay.poll(); next != null; next = onTheWay.poll()) {
          next.run();
        }
      } finally {
        carrying = false;
      }
    }
  }

  private final class Way implements Bus {

    private final NodeId node;

    Way(NodeId node) {
      this.node = node;
    }

    @Override
    public Set<String> away() {
      synchronized (InMemoryBus.this) {
        return up && !cut.contains(node) ? Set.of() : Set.of("memory");
      }
    }

    private void demand() {
      if (!up || cut.contains(node)) {
        throw new BusUnavailable("The bus is away.");
      }
    }

    @Override
    public Position append(SchoolId school, List<Change> changes) {
      synchronized (InMemoryBus.this) {
        demand();
        if (tooLarge.test(changes)) {
          throw new EntryTooLarge("too large");
        }
        Log log = log(school);
        log.offset++;
        var entry = new Entry(log.head(), clock.instant(), node, changes);
        log.entries.add(entry);
        if (log.entries.size() > KEPT) {
          log.entries.remove();
        }
        for (Subscriber one : subscribers) {
          if (one.school().equals(school)) {
            carry(one, () -> one.listener().appended(entry));
          }
        }
        carryAll();
        return entry.position();
      }
    }

    @Override
    public void pass(SchoolId school, Change change) {
      synchronized (InMemoryBus.this) {
        if (up && !cut.contains(node)) {
          for (Subscriber one : subscribers) {
            if (one.school().equals(school)) {
              carry(one, () -> one.listener().passed(node, change));
            }
          }
          carryAll();
        }
      }
    }

    @Override
    public Subscription subscribe(SchoolId school, Listener listener) {
      synchronized (InMemoryBus.this) {
        demand();
        var subscriber = new Subscriber(node, school, listener);
        subscribers.add(subscriber);
        return () -> end(subscriber);
      }
    }

    private void end(Subscriber subscriber) {
      synchronized (InMemoryBus.this) {
        subscribers.remove(subscriber);
        muted.remove(subscriber);
      }
    }

    @Override
    public Reading after(SchoolId school, Position position) {
      synchronized (InMemoryBus.this) {
        demand();
        Log log = log(school);
        boolean whole = log.hasAllAfter(position);
        List<Entry> missed =
            log.entries.stream()
                .filter(entry -> whole && entry.position().offset() > position.offset())
                .toList();
        return new Reading(whole, missed, log.head());
      }
    }

    @Override
    public Position head(SchoolId school) {
      synchronized (InMemoryBus.this) {
        demand();
        return log(school).head();
      }
    }

    @Override
    public void beat(Collection<SchoolId> schools) {
      synchronized (InMemoryBus.this) {
        demand();
        for (Subscriber one : subscribers) {
          if (one.node().equals(node) && schools.contains(one.school())) {
            Position head = log(one.school()).head();
            var at = clock.instant();
            carry(one, () -> one.listener().beat(head, at));
          }
        }
        carryAll();
      }
    }
  }
}
