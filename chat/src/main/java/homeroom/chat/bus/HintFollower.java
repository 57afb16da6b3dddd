// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows the hints that nodes leave in the store: what they announced, and what they could not
 * publish. Belongs to the one who polls; blocks on the store.
 */
final class HintFollower {

  /** Hints are looked for so much further back than the newest that was seen. */
  private static final Duration LATE = Duration.ofMinutes(1);

  private final HintStore store;
  private final Notices notices;
  private final Faults faults;
  private final BusLimits limits;
  private final Function<SchoolId, @Nullable ServedSchool> schools;

  /** Hints that were dealt with, by their ids. */
  private final Map<String, Instant> seen = new HashMap<>();

  /** By the clock of the store. */
  private Instant newest = Instant.EPOCH;

  /**
   * @param schools those that the node serves
   */
  HintFollower(
      HintStore store,
      Notices notices,
      Faults faults,
      BusLimits limits,
      Function<SchoolId, @Nullable ServedSchool> schools) {
    this.store = store;
    this.notices = notices;
    this.faults = faults;
    this.limits = limits;
    this.schools = schools;
  }

  /** What there is by now is not followed. */
  void begin() {
    store.since(Instant.EPOCH).forEach(this::saw);
  }

  private void saw(Hint hint) {
    seen.put(hint.id(), hint.at());
    newest = hint.at().isAfter(newest) ? hint.at() : newest;
  }

  /**
   * Has followed what there is; what fails of announcements is tried again the next time, and of
   * each conversation one look is asked for.
   */
  void follow(ChangeListener listener) {
    for (Hint hint : store.since(newest.minus(LATE))) {
      if (!seen.containsKey(hint.id())) {
        switch (hint) {
          case Hint.OfMessages ofMessages -> {
            follow(ofMessages);
            saw(hint);
          }
          case Hint.OfNews news -> follow(news, listener);
        }
      }
    }
    seen.values().removeIf(at -> at.isBefore(newest.minus(LATE.multipliedBy(2))));
  }

  private void follow(Hint.OfNews hint, ChangeListener listener) {
    var announced = new Notice.Announced(hint.id(), hint.news());
    if (faults.none(
        "What another node announced of " + hint.school() + " was not followed",
        () -> notices.tell(hint.school(), announced, listener))) {
      saw(hint);
    }
  }

  /** A node that looks through the whole school anyway looks for this one with it. */
  private void follow(Hint.OfMessages hint) {
    ServedSchool served = schools.apply(hint.school());
    if (served == null) {
      return;
    }
    LogReader reader = served.reader();
    Instant known = reader.known();
    Instant since =
        reader.notBeforeBegin(
            (hint.at().isBefore(known) ? hint.at() : known).minus(limits.margin()));
    if (reader.hears()) {
      reader.apart().ask(hint.conversation(), since);
    } else {
      reader.look(since);
    }
  }
}
