// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells changes of Homeroom's own rosters that somebody else made from those that Homeroom counted.
 * A change is made first and counted then, so that there may be more, or fewer, for a moment, and
 * at every look while an import is brought in. What is the same for {@value #SETTLED_AFTER_SECONDS}
 * s in which nothing was counted was not Homeroom's. So is what a process made that ended before it
 * counted. Who writes all the time hides that for {@value #MOST_SECONDS} s at most. For one thread.
 */
final class ForeignChanges {

  private static final int SETTLED_AFTER_SECONDS = 2;
  private static final int MOST_SECONDS = 15;

  private final LongSupplier nanos;
  private boolean known;
  private long explained;
  private boolean odd;
  private long oddSince;
  private long stillSince;
  private long lastUncounted;
  private long lastCounted;
  private long found;

  /**
   * @param nanos time as it passes, as {@link System#nanoTime()} has it
   */
  ForeignChanges(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Another number whenever there were changes that nobody counted, at the latest.
   *
   * @param made all that there were since some moment
   * @param counted those of Homeroom since another moment
   */
  long found(long made, long counted) {
    long uncounted = made - counted;
    if (!known || uncounted == explained) {
      known = true;
      odd = false;
      explained = uncounted;
    } else if (isForeign(uncounted, counted, nanos.getAsLong())) {
      odd = false;
      explained = uncounted;
      found++;
    }
    return found;
  }

  private boolean isForeign(long uncounted, long counted, long now) {
    if (!odd) {
      odd = true;
      oddSince = now;
      stillSince = now;
    } else if (uncounted != lastUncounted || counted != lastCounted) {
      stillSince = now;
    }
    lastUncounted = uncounted;
    lastCounted = counted;
    return now - stillSince >= Duration.ofSeconds(SETTLED_AFTER_SECONDS).toNanos()
        || now - oddSince >= Duration.ofSeconds(MOST_SECONDS).toNanos();
  }

  /**
   * What there was of late is not known; it begins anew. Whatever is made until then is part of the
   * new beginning, so that this is another number too.
   */
  long forget() {
    if (known) {
      known = false;
      found++;
    }
    return found;
  }
}
