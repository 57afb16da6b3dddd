// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Reports faults, each kind at once and then at most once a minute with how many more there were:
 * what fails is tried again every second. Safe for many threads.
 */
final class Faults {

  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  /** Kinds remembered at most; then each counts as new. */
  private static final int MAX_KINDS = 1_000;

  private record Kind(String what, Class<?> fault) {}

  /** When one was reported, as time passes, and how many were not since. */
  private static final class Reported {
    private final long at;
    private long more;

    Reported(long at) {
      this.at = at;
    }
  }

  private final Timer timer;
  private final FaultReport report;
  private final Map<Kind, Reported> kinds = new HashMap<>();

  Faults(Timer timer, FaultReport report) {
    this.timer = timer;
    this.report = report;
  }

  /**
   * Whether the action was done; a fault of it is reported.
   *
   * @throws StoreUnavailable for it to be done again
   */
  boolean none(String orElse, Runnable action) {
    try {
      action.run();
      return true;
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      happened(orElse, e);
      return false;
    }
  }

  void happened(String what, RuntimeException fault) {
    var kind = new Kind(what, fault.getClass());
    long more = 0;
    synchronized (this) {
      long now = timer.nanoTime();
      Reported known = kinds.get(kind);
      if (known != null) {
        if (now - known.at < AGAIN_AFTER.toNanos()) {
          known.more++;
          return;
        }
        more = known.more;
      } else if (kinds.size() >= MAX_KINDS) {
        kinds.clear();
      }
      kinds.put(kind, new Reported(now));
    }
    report.failed(what, more, fault);
  }
}
