// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
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

  /** Whether the caller may write directly to the user. */
  public Outcome<Outcome.Nothing> directWith(Caller caller, UserId to) {
    return Outcome.check(
            !to.equals(caller.userId()),
            () ->
                Refusal.of(
                    RefusalCode.TO_SELF,
                    "A direct conversation is with somebody else; 'to' names another user.",
                    "to",
                    "is the sender"))
        .andThen(() ->
            Outcome.found(
                reachable(caller, to),
                () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, to.value())))
        .flatMap(user -> studentRule(caller, user));
  }

  /** Whether the caller may know that the user exists, and write to them as far as class goes. */
  private Optional<User> reachable(Caller caller, UserId to) {
    return roster
        .user(caller.schoolId(), to)
        .filter(User::active)
        .filter(user ->
            caller.role().isStaff() || user.role() == Role.ADMIN || shareClass(caller, user.id()));
  }

  /** Whether a member may write in the conversation now. */
  public Outcome<Outcome.Nothing> writeIn(Caller caller, Conversation conversation) {
    Outcome<Outcome.Nothing> outcome = Outcome.done();
    if (conversation.type() == ConversationType.DIRECT) {
      for (UserId id : conversation.participants()) {
        if (!id.equals(caller.userId())) {
          outcome = outcome.andThen(() -> writeTo(caller, id));
        }
      }
    }
    return outcome;
  }

  private Outcome<Outcome.Nothing> writeTo(Caller caller, UserId other) {
    return Outcome.found(
            roster.user(caller.schoolId(), other).filter(User::active),
            () ->
                Refusal.of(
                    RefusalCode.CONVERSATION_READ_ONLY,
                    "The other person of this conversation was deactivated; it can only be read."))
        .flatMap(user -> studentRule(caller, user));
  }

  /** Whether the caller may have a group with these people. */
  public Outcome<Outcome.Nothing> groupWith(Caller caller, Set<UserId> others) {
    Outcome<Outcome.Nothing> outcome =
        Outcome.check(
            caller.role() != Role.STUDENT || settings(caller).studentGroups(),
            () ->
                Refusal.of(
                    RefusalCode.STUDENT_GROUPS_OFF,
                    "This school does not let students make groups; ask a teacher to make one."));
    for (UserId other : others) {
      if (!other.equals(caller.userId())) {
        outcome = outcome.andThen(() -> directWith(caller, other));
      }
    }
    return outcome;
  }

  /**
   * Who manages a group: who made it, as long as they are in it and active; after them the first of
   * the staff who are; where there is none, an admin, who is no member by that.
   */
  public Optional<UserId> managerOf(Conversation conversation) {
    if (conversation.type() != ConversationType.GROUP || conversation.archived()) {
      return Optional.empty();
    }
    UserId maker = conversation.createdBy();
    return maker != null && isActiveIn(conversation, maker)
        ? Optional.of(maker)
        : firstOfStaff(conversation)
            .or(() -> roster.admins(conversation.schoolId()).stream().min(UserId::compareTo));
  }

  private boolean isActiveIn(Conversation conversation, UserId user) {
    return conversation.participants().contains(user)
        && roster.user(conversation.schoolId(), user).filter(User::active).isPresent();
  }

  private Optional<UserId> firstOfStaff(Conversation conversation) {
    return conversation.participants().stream()
        .flatMap(id -> roster.user(conversation.schoolId(), id).stream())
        .filter(user -> user.active() && user.role().isStaff())
        .map(User::id)
        .min(UserId::compareTo);
  }

  /** Whether the caller, who is not in it, manages the group since nobody in it does. */
  boolean managesFromOutside(Caller caller, Conversation conversation) {
    return moderates(caller)
        && !conversation.participants().contains(caller.userId())
        && managerOf(conversation)
            .filter(manager -> !conversation.participants().contains(manager))
            .isPresent();
  }

  /** Whether whoever manages a group from outside may change it so: by adding staff. */
  Outcome<Outcome.Nothing> addFromOutside(Caller caller, Groups.Change change) {
    boolean staffAlone =
        change.title() == null
            && change.remove().isEmpty()
            && change.add().stream()
                .allMatch(id ->
                    roster
                        .user(caller.schoolId(), id)
                        .filter(user -> user.active() && user.role().isStaff())
                        .isPresent());
    return Outcome.check(
        staffAlone,
        () ->
            Refusal.of(
                RefusalCode.NOT_THE_CREATOR,
                "An admin who is not in a group that nobody in it manages adds staff to it, or"
                    + " removes it."));
  }

  /** Whether a member may change the title and people of it. */
  public Outcome<Outcome.Nothing> manage(Caller caller, Conversation conversation) {
    return Outcome.check(
            conversation.type() == ConversationType.GROUP,
            () ->
                Refusal.of(
                    RefusalCode.NOT_A_GROUP,
                    "Only a group can be changed; this conversation is none."))
        .andThen(() ->
            Outcome.check(
                caller.role().isStaff() || caller.userId().equals(conversation.createdBy()),
                () ->
                    Refusal.of(
                        RefusalCode.NOT_THE_CREATOR,
                        "Only who made the group, or a teacher in it, changes it.")));
  }

  /**
   * Whether the caller may delete the author's message. Members only: what an admin who is no
   * member removes is decided by {@link #moderates}.
   */
  public Outcome<Outcome.Nothing> delete(Caller caller, Conversation conversation, UserId author) {
    boolean teacherOfClass =
        conversation.type() == ConversationType.CLASS && caller.role() == Role.TEACHER;
    return Outcome.check(
        caller.userId().equals(author) || teacherOfClass || moderates(caller),
        () ->
            Refusal.of(
                RefusalCode.NOT_THE_AUTHOR,
                "A message is deleted by who wrote it, a teacher of the class or an admin."));
  }

  /** Whether the caller may remove and audit any message of the school. */
  public boolean moderates(Caller caller) {
    return caller.role() == Role.ADMIN;
  }

  private Outcome<Outcome.Nothing> studentRule(Caller caller, User other) {
    boolean bothStudents = caller.role() == Role.STUDENT && other.role() == Role.STUDENT;
    return Outcome.check(
        !bothStudents || settings(caller).studentToStudentDirect(),
        () ->
            Refusal.of(
                RefusalCode.STUDENT_TO_STUDENT_OFF,
                "This school does not let students write directly to students; write to a teacher"
                    + " or in a class conversation."));
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
