// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells changes of Homeroom's own rosters that somebody else made from those that Homeroom counted.
 * A change is made first and counted then, so that there may be more, or fewer, for a moment; what
 * is so at every look for {@value #SETTLED_AFTER_SECONDS} s was not Homeroom's. So is what a
 * process made that ended before it counted. For one thread.
 */
final class ForeignChanges {

  private static final int SETTLED_AFTER_SECONDS = 2;

  private final LongSupplier nanos;
  private boolean known;
  private long explained;
  private boolean odd;
  private long oddSince;
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
    } else if (!odd) {
      odd = true;
      oddSince = nanos.getAsLong();
    } else if (nanos.getAsLong() - oddSince
        >= Duration.ofSeconds(SETTLED_AFTER_SECONDS).toNanos()) {
      odd = false;
      explained = uncounted;
      found++;
    }
    return found;
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
