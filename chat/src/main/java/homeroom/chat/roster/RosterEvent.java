package homeroom.chat.roster;

import homeroom.chat.fanout.ChatEvent;

/** What an admin did to the roster; told to those concerned who listen to its services. */
public sealed interface RosterEvent extends ChatEvent {

  record TeacherAdded(ClassTeacher teacher) implements RosterEvent {}

  record TeacherRemoved(ClassTeacher teacher) implements RosterEvent {}

  record Enrolled(ClassEnrollment enrollment) implements RosterEvent {}

  record Unenrolled(ClassEnrollment enrollment) implements RosterEvent {}
}
