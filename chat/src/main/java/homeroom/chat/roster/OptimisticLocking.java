// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.StoreUnavailable;
import java.util.Optional;
import java.util.function.Supplier;

/** Changes that are made again from what is stored when another process came in between. */
public final class OptimisticLocking {

  private static final int MOST_TRIES = 10;
  private static final long SOON_MILLIS = 1_000;

  private OptimisticLocking() {}

  /**
   * Tries until nobody comes in between.
   *
   * @param change reads what it changes, and is done with nothing if that was another meanwhile
   * @throws StoreUnavailable if others come in between time after time
   */
  public static <T> Outcome<T> retry(Supplier<Outcome<Optional<T>>> change) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      switch (change.get()) {
        case Outcome.Refused<Optional<T>>(var refusal) -> {
          return Outcome.refused(refusal);
        }
        case Outcome.Done<Optional<T>>(var made) -> {
          if (made.isPresent()) {
            return Outcome.done(made.get());
          }
        }
      }
    }
    throw disturbed();
  }

  static StoreUnavailable disturbed() {
    return new StoreUnavailable("Others change the same all the time; repeat it.", SOON_MILLIS);
  }
}
