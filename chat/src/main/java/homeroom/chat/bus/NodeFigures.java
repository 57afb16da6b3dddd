// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * How a node and its bus are, for whoever watches them. What happens is counted by its own thread;
 * the rest is asked for when somebody looks. From memory, and safe for many threads.
 */
public final class NodeFigures {

  private final Clock clock;
  private final Queue<Publisher> publishers = new ConcurrentLinkedQueue<>();
  private final Queue<LogReader> readers = new ConcurrentLinkedQueue<>();
  private final LongAdder holes = new LongAdder();
  private final LongAdder scans = new LongAdder();
  private volatile LongConsumer whenAppended = nanos -> {};
  private volatile int living;
  private volatile int dead;

  NodeFigures(Clock clock) {
    this.clock = clock;
  }

  /** Of one more school. */
  void of(Publisher publisher, LogReader reader) {
    publishers.add(publisher);
    readers.add(reader);
  }

  void appended(long nanos) {
    whenAppended.accept(nanos);
  }

  void holeFound() {
    holes.increment();
  }

  void scanned() {
    scans.increment();
  }

  /** What the store says of the nodes. */
  void known(Collection<NodeLife> lives) {
    Set<String> alive = names(lives, true);
    var gone = new HashSet<>(names(lives, false));
    gone.removeAll(alive);
    living = alive.size();
    dead = gone.size();
  }

  private static Set<String> names(Collection<NodeLife> lives, boolean alive) {
    List<String> names =
        lives.stream()
            .filter(life -> life.isAlive() == alive)
            .map(life -> life.node().name())
            .toList();
    return Set.copyOf(names);
  }

  /** Has the listener told, in nanoseconds, how long each entry took until the log had it. */
  public void whenAppended(LongConsumer told) {
    whenAppended = told;
  }

  /** Entries that wait to be appended. */
  public int waiting() {
    return publishers.stream().mapToInt(Publisher::waiting).sum();
  }

  /** Times so far that what came next in a log did not follow what had been heard. */
  public long holes() {
    return holes.sum();
  }

  /** Times so far that a school was looked through in the store for what had not been heard. */
  public long scans() {
    return scans.sum();
  }

  /**
   * For how long the school that is silent longest heard nothing, this node's own echo included.
   */
  public Duration silence() {
    return readers.stream().map(LogReader::silence).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /**
   * How long ago this node was last proven to have heard everything, of the school for which that
   * is longest ago; by the clock of the bus.
   */
  public Duration unproven() {
    Instant now = clock.instant();
    return readers.stream()
        .map(reader -> Duration.between(reader.proven(), now))
        .filter(age -> !age.isNegative())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Nodes that live, this one included, as the store said last. */
  public int living() {
    return living;
  }

  /** Nodes that died within the last hour, and of whose name none lives. */
  public int dead() {
    return dead;
  }
}
