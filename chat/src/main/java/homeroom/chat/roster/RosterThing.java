// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;

/** What a change of the roster is about, for the words of a refusal. */
public enum RosterThing {
  SCHOOL_CLASS("class", RefusalCode.CLASS_NOT_FOUND, RefusalCode.CLASS_TAKEN),
  TEACHER(
      "teacher of a class",
      RefusalCode.TEACHER_OF_A_CLASS_NOT_FOUND,
      RefusalCode.TEACHER_OF_A_CLASS_TAKEN),
  ENROLMENT("enrolment", RefusalCode.ENROLMENT_NOT_FOUND, RefusalCode.ENROLMENT_TAKEN);

  private final String words;
  private final RefusalCode notFound;
  private final RefusalCode taken;

  RosterThing(String words, RefusalCode notFound, RefusalCode taken) {
    this.words = words;
    this.notFound = notFound;
    this.taken = taken;
  }

  Refusal notFound(String id) {
    return Refusal.notFound(notFound, id);
  }

  /**
   * There is such a thing already.
   *
   * @param field what the two have in common
   */
  Refusal taken(String field) {
    return Refusal.of(taken, "There is such a " + words + " already; '" + field + "' is taken.");
  }
}
