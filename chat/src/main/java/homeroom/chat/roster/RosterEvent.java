// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.fanout.ChatEvent;

/** What an admin did to the roster; told to those concerned who listen to its services. */
public sealed interface RosterEvent extends ChatEvent {

  record TeacherAdded(ClassTeacher teacher) implements RosterEvent {}

  record TeacherRemoved(ClassTeacher teacher) implements RosterEvent {}

  record Enrolled(ClassEnrollment enrollment) implements RosterEvent {}

  record Unenrolled(ClassEnrollment enrollment) implements RosterEvent {}

  /**
   * A user was made.
   *
   * @param withEmail whether those who are told may see the e-mail address
   */
  record UserAdded(User user, boolean withEmail) implements RosterEvent {}

  record UserChanged(User user, boolean withEmail) implements RosterEvent {}

  /** The name or role of a user is another. */
  record UserUpdated(User user) implements RosterEvent {}

  /** A user was deactivated. */
  record UserRemoved(User user, boolean withEmail) implements RosterEvent {}

  record ClassAdded(SchoolClass schoolClass) implements RosterEvent {}

  record ClassChanged(SchoolClass schoolClass) implements RosterEvent {}

  /** A class was archived. */
  record ClassRemoved(SchoolClass schoolClass) implements RosterEvent {}
}
