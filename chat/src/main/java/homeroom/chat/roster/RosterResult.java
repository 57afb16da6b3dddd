// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.StoreUnavailable;

/** What became of a list of roster changes: all of them, or none. */
public sealed interface RosterResult {

  /** All changes are stored durably. */
  record Applied() implements RosterResult {}

  /**
   * Nothing was changed: a change takes a value that is taken already.
   *
   * @param field its name on the wire, for example {@code email} or {@code username}; for an
   *     enrolment or a teacher of a class {@code classId}; for an id {@code _id}
   */
  record Taken(RosterChange change, String field) implements RosterResult {}

  /** Nothing was changed: a change names something its school does not have. */
  record Missing(RosterChange change) implements RosterResult {}

  /**
   * Nothing was changed: what a change was to replace is another by now. Whoever reads it again may
   * try again.
   */
  record Outdated(RosterChange change) implements RosterResult {}

  /**
   * The same for who asked for it.
   *
   * @param thing what the changes are about, for the words of a refusal
   * @param value what to answer once they are applied
   * @throws StoreUnavailable if others changed the same
   */
  default <T> Outcome<T> outcome(RosterThing thing, T value) {
    return switch (this) {
      case Applied() -> Outcome.done(value);
      case Taken(RosterChange taken, String field) -> Outcome.refused(thing.taken(field));
      case Missing(RosterChange missing) -> Outcome.refused(thing.notFound("of that id"));
      case Outdated _ -> throw OptimisticLocking.disturbed();
    };
  }
}
