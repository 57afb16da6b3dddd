// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

/** What became of a list of roster changes: all of them, or none. */
public sealed interface RosterResult {

  /** All changes are stored durably. */
  record Applied() implements RosterResult {}

  /**
   * Nothing was changed: a change takes a value that is taken already.
   *
   * @param field its name on the wire, for example {@code email}; for an enrolment or a teacher of
   *     a class {@code classId}; for an id {@code _id}
   */
  record Taken(RosterChange change, String field) implements RosterResult {}

  /** Nothing was changed: a change names something its school does not have. */
  record Missing(RosterChange change) implements RosterResult {}
}
