// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups that the server makes by itself, on a thread of its own: the next is due a span after the
 * newest that is there, whoever made it, so that a restart moves nothing. One that failed is tried
 * again after {@value #RETRY_MINUTES} minutes; none is deleted before the next is whole.
 */
final class ScheduledBackups implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackups.class);
  private static final int RETRY_MINUTES = 10;

  private final BackupFolder folder;
  private final BackupCopy copy;
  private final Duration every;
  private final int keep;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("backup").daemon().factory());
  private volatile Instant notBefore = Instant.MIN;
  private final AtomicInteger failures = new AtomicInteger();

  ScheduledBackups(BackupFolder folder, BackupCopy copy, Duration every, int keep, Clock clock) {
    this.folder = folder;
    this.copy = copy;
    this.every = every;
    this.keep = keep;
    this.clock = clock;
  }

  /** Looks every minute whether one is due. */
  void start() {
    var _ = thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.MINUTES);
  }

  /** Makes one if it is due. */
  void look() {
    Instant now = clock.instant();
    try {
      if (!now.isBefore(notBefore) && isDue(now)) {
        LOG.info("A backup is in {}.", folder.make(copy, now));
        folder.retain(keep);
      }
    } catch (IOException e) {
      failed(now);
      LOG.error(
          "The backup into {} failed; it is tried again in {} minutes. {}",
          folder.path(),
          RETRY_MINUTES,
          FailureSentence.of(e));
    } catch (RuntimeException e) {
      failed(now);
      LOG.error(
          "The backup into {} failed; it is tried again in {} minutes.",
          folder.path(),
          RETRY_MINUTES,
          e);
    }
  }

  private void failed(Instant now) {
    notBefore = now.plus(Duration.ofMinutes(RETRY_MINUTES));
    failures.incrementAndGet();
  }

  /** A clock that was set back must not stop them: one from the future counts as none. */
  private boolean isDue(Instant now) throws IOException {
    return folder
        .newest()
        .map(newest -> newest.isAfter(now) || !now.isBefore(newest.plus(every)))
        .orElse(true);
  }

  /** When the newest was made; empty while there is none, or none can be read. */
  Optional<Instant> newest() {
    try {
      return folder.newest();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** How long after one the next is made. */
  Duration every() {
    return every;
  }

  /** Whether a newest one of that age should have been followed by another long ago. */
  boolean isLate(Duration age) {
    return isLate(age, every);
  }

  static boolean isLate(Duration age, Duration every) {
    return age.compareTo(every.multipliedBy(2)) > 0;
  }

  /** Seconds since the newest; not a number while there is none. */
  double ageSeconds() {
    return newest()
        .map(newest -> Duration.between(newest, clock.instant()).toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  int failures() {
    return failures.get();
  }

  /** Waits for one that is being made. */
  @Override
  public void close() {
    thread.close();
  }
}
