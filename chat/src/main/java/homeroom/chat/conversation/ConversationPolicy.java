// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * Who may start what with whom: the one place that decides. Everything stays within the school.
 * Staff may write to everyone; students to staff they know (teachers of their classes, admins) and,
 * where the school allows it, to students of a shared class. A refusal says which rule.
 */
public final class ConversationPolicy {

  private final Roster roster;

  public ConversationPolicy(Roster roster) {
    this.roster = roster;
  }

  /** The rule that keeps the caller from writing directly to the user; empty if none does. */
  public Optional<Refusal> directWith(Caller caller, UserId to) {
    if (to.equals(caller.userId())) {
      return Optional.of(
          Refusal.invalid(
              "to-self",
              "A direct conversation is with somebody else; 'to' names another user.",
              "to",
              "is the sender"));
    }
    Optional<User> other = reachable(caller, to);
    if (other.isEmpty()) {
      return Optional.of(Refusal.notFound("user", to.value()));
    }
    return other.flatMap(user -> studentRule(caller, user));
  }

  /** Whether the caller may know that the user exists, and write to them as far as class goes. */
  private Optional<User> reachable(Caller caller, UserId to) {
    return roster
        .user(caller.schoolId(), to)
        .filter(User::active)
        .filter(user ->
            caller.role().isStaff() || user.role() == Role.ADMIN || shareClass(caller, user.id()));
  }

  /** The rule that keeps a member from writing in the conversation now; empty if none does. */
  public Optional<Refusal> writeIn(Caller caller, Conversation conversation) {
    if (conversation.type() != ConversationType.DIRECT) {
      return Optional.empty();
    }
    for (UserId id : conversation.participants()) {
      Optional<User> other = roster.user(caller.schoolId(), id);
      if (!id.equals(caller.userId()) && !other.map(User::active).orElse(false)) {
        return Optional.of(
            Refusal.forbidden(
                "conversation-read-only",
                "The other person of this conversation was deactivated; it can only be read."));
      }
      Optional<Refusal> refusal =
          id.equals(caller.userId())
              ? Optional.empty()
              : other.flatMap(user -> studentRule(caller, user));
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /** The rule that keeps the caller from a group with these people; empty if none does. */
  public Optional<Refusal> groupWith(Caller caller, Set<UserId> others) {
    if (caller.role() == Role.STUDENT && !settings(caller).studentGroups()) {
      return Optional.of(
          Refusal.forbidden(
              "student-groups-off",
              "This school does not let students make groups; ask a teacher to make one."));
    }
    return others.stream()
        .filter(other -> !other.equals(caller.userId()))
        .map(other -> directWith(caller, other))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The rule that keeps a member from changing the title and people of it; empty if none does. */
  public Optional<Refusal> manage(Caller caller, Conversation conversation) {
    if (conversation.type() != ConversationType.GROUP) {
      return Optional.of(
          Refusal.forbidden(
              "not-a-group", "Only a group can be changed; this conversation is none."));
    }
    boolean allowed = caller.role().isStaff() || caller.userId().equals(conversation.createdBy());
    return allowed
        ? Optional.empty()
        : Optional.of(
            Refusal.forbidden(
                "not-the-creator", "Only who made the group, or a teacher in it, changes it."));
  }

  /**
   * The rule that keeps the caller from deleting somebody's message; empty if none does. Members
   * only: what an admin who is no member removes is decided by {@link #moderates}.
   */
  public Optional<Refusal> delete(Caller caller, Conversation conversation, UserId author) {
    boolean teacherOfClass =
        conversation.type() == ConversationType.CLASS && caller.role() == Role.TEACHER;
    boolean allowed = caller.userId().equals(author) || teacherOfClass || moderates(caller);
    return allowed
        ? Optional.empty()
        : Optional.of(
            Refusal.forbidden(
                "not-the-author",
                "A message is deleted by who wrote it, a teacher of the class or an admin."));
  }

  /** Whether the caller may remove and audit any message of the school. */
  public boolean moderates(Caller caller) {
    return caller.role() == Role.ADMIN;
  }

  private Optional<Refusal> studentRule(Caller caller, User other) {
    boolean bothStudents = caller.role() == Role.STUDENT && other.role() == Role.STUDENT;
    if (bothStudents && !settings(caller).studentToStudentDirect()) {
      return Optional.of(
          Refusal.forbidden(
              "student-to-student-off",
              "This school does not let students write directly to students; write to a teacher"
                  + " or in a class conversation."));
    }
    return Optional.empty();
  }

  private boolean shareClass(Caller caller, UserId other) {
    for (ClassId id : roster.classesOf(caller)) {
      if (roster.members(caller.schoolId(), id).contains(other)) {
        return true;
      }
    }
    return false;
  }

  private SchoolSettings settings(Caller caller) {
    return roster
        .school(caller.schoolId())
        .map(school -> school.settings())
        .orElse(SchoolSettings.DEFAULT);
  }
}
