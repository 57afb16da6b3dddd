// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Logs faults of this server, each kind at each place once: who provokes one a thousand times a
 * second fills no disk. Those that follow are counted, and the count is logged every {@value
 * #SECONDS} seconds until a span has none. Safe for any thread.
 */
public final class FaultLog {

  /** How often a count is logged. */
  static final int SECONDS = 10;

  /** Kinds and places told apart at a time; what is beyond counts as one. */
  static final int MAX_KINDS = 100;

  /**
   * What makes two faults one: the class of the cause, and the line of ours that was next to it.
   */
  private record Kind(@Nullable Class<?> fault, @Nullable StackTraceElement place) {

    static final Kind BEYOND = new Kind(null, null);

    static Kind of(Throwable fault) {
      Throwable cause = fault;
      for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
        cause = cause.getCause();
      }
      StackTraceElement[] trace = cause.getStackTrace();
      for (StackTraceElement line : trace) {
        if (line.getClassName().startsWith("homeroom.")) {
          return new Kind(cause.getClass(), line);
        }
      }
      return new Kind(cause.getClass(), trace.length == 0 ? null : trace[0]);
    }
  }

  /** A fault that was logged, and how many like it were not. */
  private static final class Logged {
    final Logger log;
    final String reference;
    final String what;
    long more;

    Logged(Logger log, String reference, String what) {
      this.log = log;
      this.reference = reference;
      this.what = what;
    }
  }

  /** Begun with the first fault that is counted. */
  private static final class Counting {
    static final ScheduledExecutorService THREAD =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("fault-log").daemon().factory());
  }

  private final TimeSource time;
  private final Map<Kind, Logged> recent = new HashMap<>();

  public FaultLog(TimeSource time) {
    this.time = time;
  }

  /**
   * Logs a fault, or counts it.
   *
   * @param reference under which it is logged, if it is
   * @param what failed, for example a method and a path
   * @return the reference under which the log has this fault or the first like it
   */
  public String report(Logger log, String reference, String what, Throwable fault) {
    Kind kind = Kind.of(fault);
    synchronized (this) {
      if (!recent.containsKey(kind) && recent.size() >= MAX_KINDS) {
        kind = Kind.BEYOND;
      }
      Logged known = recent.get(kind);
      if (known != null) {
        known.more++;
        return known.reference;
      }
      recent.put(kind, new Logged(log, reference, what));
    }
    log.atError()
        .setCause(fault)
        .addKeyValue("reference", reference)
        .log("{}, reference {}", what, reference);
    countLater(kind);
    return reference;
  }

  /** The same under a reference of its own, which nobody is told. */
  public void report(Logger log, String what, Throwable fault) {
    var _ = report(log, RequestIds.fresh(), what, fault);
  }

  private void countLater(Kind kind) {
    var _ = time.schedule(Counting.THREAD, () -> count(kind), SECONDS, TimeUnit.SECONDS);
  }

  private void count(Kind kind) {
    Logged logged;
    long more;
    synchronized (this) {
      logged = recent.get(kind);
      more = logged == null ? 0 : logged.more;
      if (logged == null || more == 0) {
        recent.remove(kind);
        return;
      }
      logged.more = 0;
    }
    logged.log.error(
        "{} faults more like '{}', reference {}, in {} s: {} at {}",
        more,
        logged.what,
        logged.reference,
        SECONDS,
        kind.fault() == null ? "various" : kind.fault().getName(),
        kind.place());
    countLater(kind);
  }
}
