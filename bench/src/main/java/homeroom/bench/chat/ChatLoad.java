// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Messages to classes. Each class has slots; a slot holds one message at a time, and is free again
 * when the sender has its ack and every other member has the message. Every delivery is checked:
 * the right message, once, to a member who did not write it.
 *
 * <p>State is touched on the event loop only; the public methods are for another thread and wait.
 */
final class ChatLoad {

  private final SchoolClients school;
  private final EventLoop loop;
  private final List<Slot> slots = new ArrayList<>();
  private Counts counts = new Counts();
  private boolean saturating;
  private @Nullable Pace pace;
  private int outstanding;
  private @Nullable CompletableFuture<Boolean> stopped;

  private static final class Slot {

    private final int index;
    private final Classroom classroom;
    private final BitSet missing = new BitSet();
    private @Nullable ChatDevice speaker;
    private long number;
    private long startNanos;
    private boolean acked = true;

    Slot(int index, Classroom classroom, long number) {
      this.index = index;
      this.classroom = classroom;
      this.number = number;
    }

    boolean isFree() {
      return acked && missing.isEmpty();
    }
  }

  /** Messages due at a fixed rate, class after class. */
  private static final class Pace {

    private final long intervalNanos;
    private long dueNanos;
    private int next;

    Pace(double perSecond) {
      intervalNanos = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
      dueNanos = System.nanoTime() + intervalNanos;
    }
  }

  /** What came since the last {@link #take}. Latencies are nanoseconds. */
  static final class Counts {

    private final long startNanos = System.nanoTime();
    private long endNanos;
    private long messages;
    private long deliveries;
    private long skipped;
    private long records;
    private final Histogram ack = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final Histogram received = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private final Histogram elsewhere = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);

    double seconds() {
      return (endNanos - startNanos) / 1e9;
    }

    /** Stored, acked and delivered to every other member. */
    long messages() {
      return messages;
    }

    long deliveries() {
      return deliveries;
    }

    /** Messages of a fixed rate not sent since the slots of their class were taken. */
    long skipped() {
      return skipped;
    }

    /** Conversations and messages that were pushed whole since something in them changed. */
    long records() {
      return records;
    }

    /** From the moment a message was sent, or due, to its ack. */
    Histogram ack() {
      return ack;
    }

    /** From the same moment to each delivery. */
    Histogram received() {
      return received;
    }

    /** The same of members at other nodes than who wrote it. */
    Histogram elsewhere() {
      return elsewhere;
    }

    private void received(long nanos, boolean fromElsewhere) {
      deliveries++;
      received.recordValue(nanos);
      if (fromElsewhere) {
        elsewhere.recordValue(nanos);
      }
    }
  }

  /**
   * @param window messages of one class outstanding at most
   */
  ChatLoad(SchoolClients school, int window) {
    this.school = school;
    this.loop = school.loop();
    long first = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) % 10_000 * 1_000_000;
    for (int i = 0; i < window; i++) {
      for (Classroom classroom : school.classrooms()) {
        slots.add(new Slot(slots.size(), classroom, first));
      }
    }
    if (slots.isEmpty() || slots.size() > Stamp.MAX_SLOTS) {
      throw new IllegalArgumentException("1 to " + Stamp.MAX_SLOTS + " messages can be under way");
    }
    school.carry(this);
  }

  // For another thread

  /** Keeps every slot busy. */
  void saturate() {
    school.call(() -> {
      saturating = true;
      slots.forEach(slot -> say(slot, System.nanoTime()));
      return true;
    });
  }

  /** Sends at a fixed rate, whether or not what was sent before has arrived. */
  void keepPace(double messagesPerSecond) {
    school.call(() -> {
      pace = new Pace(messagesPerSecond);
      scheduleNext(pace);
      return true;
    });
  }

  /** Takes what was counted, and begins anew. */
  Counts take() {
    return school.call(() -> {
      Counts taken = counts;
      taken.endNanos = System.nanoTime();
      counts = new Counts();
      return taken;
    });
  }

  /** Sends nothing more, and waits until all that was sent has arrived everywhere. */
  void stop() {
    var done = new CompletableFuture<Boolean>();
    school.call(() -> {
      saturating = false;
      pace = null;
      stopped = done;
      completeStop();
      return true;
    });
    school.await(done, "not all that was sent has arrived");
  }

  // On the event loop

  private void say(Slot slot, long dueNanos) {
    ChatDevice speaker = slot.classroom.nextSpeaker();
    slot.speaker = speaker;
    slot.number++;
    slot.startNanos = dueNanos;
    slot.acked = false;
    slot.classroom.members().forEach(member -> slot.missing.set(member.index()));
    slot.missing.clear(speaker.index());
    outstanding++;
    speaker.say(slot.index, slot.classroom.id(), Stamp.text(slot.index, slot.number));
  }

  void acked(int index) {
    Slot slot = slots.get(index);
    if (slot.acked) {
      school.fail("an ack of nothing, or a second one");
      return;
    }
    slot.acked = true;
    counts.ack.recordValue(System.nanoTime() - slot.startNanos);
    arrived(slot);
  }

  void recordPushed() {
    counts.records++;
  }

  /** As in Feathers, who wrote a message is sent it, too. */
  void delivered(ChatDevice device, int index, long number) {
    Slot slot = slots.get(index);
    ChatDevice speaker = slot.speaker;
    boolean own = school.dialect() == PushedDialect.FEATHERS && device == speaker;
    if (own && number == slot.number && !slot.acked) {
      return;
    }
    if (number != slot.number || !slot.missing.get(device.index())) {
      school.fail(device.account() + " was sent a message of others, or one for the second time");
      return;
    }
    slot.missing.clear(device.index());
    counts.received(
        System.nanoTime() - slot.startNanos, speaker != null && speaker.node() != device.node());
    arrived(slot);
  }

  private void arrived(Slot slot) {
    if (!slot.isFree()) {
      return;
    }
    outstanding--;
    counts.messages++;
    if (saturating) {
      say(slot, System.nanoTime());
    } else {
      completeStop();
    }
  }

  private void completeStop() {
    if (outstanding == 0 && stopped != null) {
      stopped.complete(true);
      stopped = null;
    }
  }

  private void scheduleNext(Pace current) {
    long delay = Math.max(0, current.dueNanos - System.nanoTime());
    var _ = loop.schedule(() -> sayWhenDue(current), delay, TimeUnit.NANOSECONDS);
  }

  private void sayWhenDue(Pace current) {
    if (current != pace) {
      return;
    }
    Slot slot = slots.get(current.next);
    current.next = (current.next + 1) % slots.size();
    if (slot.isFree()) {
      say(slot, current.dueNanos);
    } else {
      counts.skipped++;
    }
    current.dueNanos += current.intervalNanos;
    scheduleNext(current);
  }
}
