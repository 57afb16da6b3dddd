// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.chat.SpreadSchool;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The whole chat on several nodes, with everybody of a school signed in, measured under one load at
 * a time. Sums up what it measures. For one thread.
 */
final class RunningChat implements AutoCloseable {

  /** From the start of a load until it is measured. */
  private static final long SETTLE_MILLIS = 500;

  private final int count;
  private final ChatStand stand;
  private final SpreadSchool school;
  private final Histogram ack = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
  private final Histogram elsewhere = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
  private @Nullable ChatCpu used;
  private double seconds;
  private long deliveries;
  private long skipped;

  /** Starts so many nodes on a new school, and signs its people in. */
  RunningChat(int count, int students, Path folder, Workshop workshop, Cores cores)
      throws IOException {
    this.count = count;
    this.stand = new ChatStand(count, students, folder, workshop, cores);
    try {
      this.school = new SpreadSchool(stand.addresses(), stand.tokens());
    } catch (IOException | RuntimeException failed) {
      stand.close();
      throw failed;
    }
  }

  int count() {
    return count;
  }

  void beginTalk(double messagesPerSecond) {
    school.keepPace(messagesPerSecond);
  }

  void endTalk() {
    school.stop();
  }

  /** One round. */
  void measure(double messagesPerSecond, double forSeconds) throws InterruptedException {
    school.keepPace(messagesPerSecond);
    Thread.sleep(SETTLE_MILLIS);
    var _ = school.take();
    ChatCpu before = stand.used();
    Thread.sleep((long) (forSeconds * 1_000));
    SpreadSchool.Came came = school.take();
    ChatCpu round = stand.used().since(before);
    school.stop();
    used = used == null ? round : used.plus(round);
    seconds += came.seconds();
    deliveries += came.deliveries();
    skipped += came.skipped();
    ack.add(came.ackNanos());
    elsewhere.add(came.elsewhereNanos());
  }

  /** What all processes have used until now. */
  ChatCpu cpu() {
    return stand.used();
  }

  /**
   * All rounds.
   *
   * @param restSeconds as {@link ChatCost} has it
   */
  ChatCost cost(double restSeconds) {
    if (used == null) {
      throw new IllegalStateException("nothing was measured");
    }
    return new ChatCost(
        school.people(),
        seconds,
        ack.getTotalCount(),
        deliveries,
        elsewhere.getTotalCount(),
        skipped,
        used,
        restSeconds,
        millis(ack),
        millis(elsewhere));
  }

  private static ChatCost.Millis millis(Histogram nanos) {
    return new ChatCost.Millis(
        nanos.getValueAtPercentile(50) / 1e6, nanos.getValueAtPercentile(99) / 1e6);
  }

  @Override
  public void close() {
    school.close();
    stand.close();
  }
}
