// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.load;

import io.netty.channel.EventLoop;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The clients in one room of one server, and what they say. Messages are in slots: a slot holds one
 * message at a time, whose speaker is one member, and is free again when every member has it. Every
 * delivery is checked: the right message, once, after the one before it in its slot.
 *
 * <p>State is touched on the event loop only; the public methods are for another thread and wait.
 */
public final class RoomLoad {

  private static final int STOP_SECONDS = 20;
  private static final int JOIN_SECONDS = 30;
  private static final int CALL_SECONDS = 30;

  private final String name;
  private final EventLoop loop;
  private final RoomClient[] members;
  private final Semaphore joining;
  private final CompletableFuture<Void> allJoined = new CompletableFuture<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final Slot[] slots = new Slot[Saying.SLOTS];
  private int joined;

  private int window;
  private @Nullable Pace pace;
  private long deliveries;
  private int outstanding;
  private @Nullable CompletableFuture<Void> stopped;

  /**
   * A room without members yet; see {@link LoadGenerator#join}.
   *
   * @param nodes of the server, over which they are spread
   */
  RoomLoad(String name, EventLoop loop, int size, int nodes, Semaphore joining) {
    this.name = name;
    this.loop = loop;
    this.joining = joining;
    members = new RoomClient[size];
    for (int i = 0; i < size; i++) {
      members[i] = new RoomClient(this, i % nodes);
    }
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot(i, members[i % size]);
    }
  }

  private static final class Slot {

    private final int index;
    private final RoomClient speaker;
    private long number;
    private long stamp;
    private long dueNanos;
    private int missing;

    Slot(int index, RoomClient speaker) {
      this.index = index;
      this.speaker = speaker;
    }
  }

  /** The messages of a fixed rate: when they are due, and how long their deliveries take. */
  private static final class Pace {

    private final long intervalNanos;
    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final Histogram elsewhere = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private long dueNanos;
    private int next;
    private long skipped;

    Pace(double perSecond) {
      intervalNanos = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
      dueNanos = System.nanoTime() + intervalNanos;
    }

    void record(long nanos, boolean fromElsewhere) {
      latencies.recordValue(nanos);
      if (fromElsewhere) {
        elsewhere.recordValue(nanos);
      }
    }
  }

  /** What came until now. */
  public record Count(long deliveries, long nanos) {}

  /**
   * Deliveries at a fixed rate.
   *
   * @param nanos from the moment each message was due to the arrival of each delivery
   * @param elsewhereNanos the same, of members at other nodes than the speaker
   * @param skipped messages that were not sent since all slots were taken: the server is behind
   */
  public record Latencies(Histogram nanos, Histogram elsewhereNanos, long skipped) {

    /** Those of a load that has no pace. */
    public static final Latencies NONE = new Latencies(new Histogram(1), new Histogram(1), 0);
  }

  String name() {
    return name;
  }

  public int size() {
    return members.length;
  }

  RoomClient member(int index) {
    return members[index];
  }

  // For another thread

  /** Keeps {@code outstanding} messages under way: the next is said when one has arrived. */
  public void keepOutstanding(int messages) {
    call(() -> {
      window = messages;
      for (int i = 0; i < messages; i++) {
        say(slots[i], System.nanoTime());
      }
    });
  }

  /** Says something at a fixed rate, whether or not what was said before has arrived. */
  public void keepPace(double messagesPerSecond) {
    call(() -> {
      pace = new Pace(messagesPerSecond);
      scheduleNext(pace);
    });
  }

  /** What came until now. */
  public Count count() {
    var result = new AtomicReference<Count>();
    call(() -> result.set(new Count(deliveries, System.nanoTime())));
    return result.get();
  }

  /** What the deliveries of {@link #keepPace} took since, or since the last call. */
  public Latencies takeLatencies() {
    var result = new AtomicReference<Latencies>();
    call(() -> {
      Pace current = Objects.requireNonNull(pace, "only while a pace is kept");
      result.set(
          new Latencies(current.latencies.copy(), current.elsewhere.copy(), current.skipped));
      current.latencies.reset();
      current.elsewhere.reset();
      current.skipped = 0;
    });
    return result.get();
  }

  /** Says nothing more, and waits until all that was said has arrived everywhere. */
  public void stop() {
    var done = new CompletableFuture<Void>();
    call(() -> {
      window = 0;
      pace = null;
      stopped = done;
      completeStop();
    });
    await(done, STOP_SECONDS, "did not get all that was said");
  }

  /** Whether {@link #stop} has begun and is not over. */
  boolean isStopping() {
    var result = new AtomicReference<Boolean>();
    call(() -> result.set(stopped != null));
    return result.get();
  }

  /** Closes every connection. */
  public void leave() {
    call(() -> {
      for (RoomClient member : members) {
        member.socket().close();
      }
    });
  }

  void awaitJoined() {
    await(allJoined, JOIN_SECONDS, "cannot be joined");
  }

  private void call(Runnable task) {
    await(CompletableFuture.runAsync(task, loop), CALL_SECONDS, "is too busy");
  }

  private void await(CompletableFuture<Void> done, int seconds, String otherwise) {
    try {
      CompletableFuture.anyOf(failure, done).get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new IllegalStateException(cause == null ? name : cause.getMessage(), failed);
    } catch (TimeoutException late) {
      throw new IllegalStateException("room " + name + " " + otherwise, late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  // On the event loop

  /** Ends the measurement: it would not be one. */
  void fail(String why) {
    failure.completeExceptionally(new IllegalStateException("room " + name + ": " + why));
    joining.release();
  }

  void joined() {
    joining.release();
    if (++joined == members.length) {
      allJoined.complete(null);
    }
  }

  void delivered(RoomClient receiver, int index, long stamp) {
    if (index < 0 || index >= slots.length) {
      fail("a delivery of no slot");
      return;
    }
    Slot slot = slots[index];
    if (stamp != slot.stamp || slot.missing == 0 || !receiver.seesFirst(index, stamp)) {
      fail("a delivery that was not sent, or came twice");
      return;
    }
    deliveries++;
    Pace current = pace;
    if (current != null) {
      current.record(System.nanoTime() - slot.dueNanos, receiver.node() != slot.speaker.node());
    }
    if (--slot.missing == 0) {
      arrived(slot);
    }
  }

  private void arrived(Slot slot) {
    outstanding--;
    if (slot.index < window) {
      say(slot, System.nanoTime());
    } else {
      completeStop();
    }
  }

  private void completeStop() {
    if (outstanding == 0 && stopped != null) {
      stopped.complete(null);
      stopped = null;
    }
  }

  private void say(Slot slot, long dueNanos) {
    slot.stamp = Saying.stamp(++slot.number);
    slot.dueNanos = dueNanos;
    slot.missing = members.length;
    outstanding++;
    slot.speaker.say(slot.index, slot.stamp);
  }

  private void scheduleNext(Pace current) {
    long delay = Math.max(0, current.dueNanos - System.nanoTime());
    var _ = loop.schedule(() -> sayWhenDue(current), delay, TimeUnit.NANOSECONDS);
  }

  private void sayWhenDue(Pace current) {
    if (current != pace) {
      return;
    }
    Slot slot = slots[current.next];
    if (slot.missing == 0) {
      say(slot, current.dueNanos);
      current.next = (current.next + 1) % slots.length;
    } else {
      current.skipped++;
    }
    current.dueNanos += current.intervalNanos;
    scheduleNext(current);
  }
}
