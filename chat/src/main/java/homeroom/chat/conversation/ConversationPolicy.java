// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.policy.Action;
import homeroom.chat.policy.Decision;
import homeroom.chat.policy.RuleText;
import homeroom.chat.policy.Rules;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.policy.SupervisionPolicy;
import homeroom.chat.policy.SupervisionPolicy.Watch;
import homeroom.chat.policy.WritingPolicy;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who may start what with whom, and write where: the one place that decides, by the rules of the
 * school. Everything stays within the school. What decides is what explains: a {@link Decision} has
 * the rule and the facts. Safe for many threads; asks what is remembered of roster and rules.
 */
public final class ConversationPolicy {

  /** What nothing forbids, for which nobody asks why. */
  private static final Decision FREE =
      Decision.allowed(Decision.ALWAYS, 0, () -> "No rule of the school is about this.");

  private final Roster roster;
  private final Rules rules;
  private final WritingPolicy writing;
  private final SupervisionPolicy supervision;
  private final Clock clock;

  public ConversationPolicy(Roster roster, Rules rules, Clock clock) {
    this.roster = roster;
    this.rules = rules;
    this.writing = new WritingPolicy(roster);
    this.supervision = new SupervisionPolicy(roster, writing);
    this.clock = clock;
  }

  /** How somebody writes. */
  public enum Writing {
    /** A message of its own. */
    NEW,
    /** An answer to a message, or a change of one. */
    REPLY,
    /** What cannot wait, which the staff may say. */
    URGENT
  }

  /** The rules of the caller's school now. */
  public Current rulesOf(Caller caller) {
    return rules.of(caller.schoolId());
  }

  /** Whether the caller may write directly to the user. */
  public Outcome<Outcome.Nothing> directWith(Caller caller, UserId to, Writing how) {
    return start(rulesOf(caller), caller, to, how, clock.instant()).outcome();
  }

  /** Whether the caller may start a direct conversation with the user at that moment. */
  Decision start(Current now, Caller caller, UserId to, Writing how, Instant at) {
    return urgency(now, caller, how)
        .and(() -> known(now, caller, to))
        .and(() -> startWith(now, caller, to))
        .and(() -> watchable(now, caller, Set.of(to)))
        .and(() -> hour(now, caller, how, at));
  }

  private static Decision urgency(Current now, Caller caller, Writing how) {
    return how == Writing.URGENT && !caller.role().isStaff()
        ? Decision.never(
            Refusal.of(RefusalCode.URGENT_NOT_YOURS, "Only the staff mark a message as urgent."),
            now.version())
        : FREE;
  }

  /** Whether the caller's role does what others are told of at that moment. */
  private Decision hour(Current now, Caller caller, Writing how, Instant at) {
    return now.free().contains(caller.role())
        ? FREE
        : writing.writesAt(now, caller, how == Writing.URGENT, at);
  }

  private Decision known(Current now, Caller caller, UserId to) {
    if (to.equals(caller.userId())) {
      return Decision.never(
          Refusal.of(
              RefusalCode.TO_SELF,
              "A direct conversation is with somebody else; 'to' names another user.",
              "to",
              "is the sender"),
          now.version());
    }
    return active(caller, to).isEmpty() ? unknown(now, to) : FREE;
  }

  private static Decision unknown(Current now, UserId to) {
    return Decision.never(Refusal.notFound(RefusalCode.USER_NOT_FOUND, to.value()), now.version());
  }

  /** Whom a student may not know of is not found; by others the rule is said. */
  private Decision startWith(Current now, Caller caller, UserId to) {
    User other = active(caller, to).orElseThrow();
    Decision pair = writing.between(now, Action.DIRECT, caller, other);
    boolean knows =
        pair.isAllowed()
            || caller.role().isStaff()
            || other.role() == Role.ADMIN
            || writing.shareClass(caller, to);
    return knows
        ? pair
        : Decision.refused(
            Refusal.notFound(RefusalCode.USER_NOT_FOUND, to.value()),
            pair.rule(),
            pair.version(),
            pair.facts());
  }

  private Optional<User> active(Caller caller, UserId id) {
    return roster.user(caller.schoolId(), id).filter(User::active);
  }

  /** Whether a member may write in the conversation now. */
  public Outcome<Outcome.Nothing> writeIn(Caller caller, Conversation conversation, Writing how) {
    return write(rulesOf(caller), caller, conversation, how, clock.instant()).outcome();
  }

  /** Whether somebody who is in the conversation may write in it at that moment. */
  Decision write(Current now, Caller caller, Conversation conversation, Writing how, Instant at) {
    Decision stands = urgency(now, caller, how).and(() -> standing(now, caller, conversation));
    if (!stands.isAllowed() || now.free().contains(caller.role())) {
      return stands;
    }
    Decision hour = hour(now, caller, how, at);
    boolean ofClass = conversation.type() == ConversationType.CLASS;
    if (!hour.isAllowed() || !ofClass) {
      return hour.isAllowed() ? stands : hour;
    }
    return writing.postsNow(now, caller, how == Writing.REPLY, at);
  }

  /** Whether it stands that somebody may write in the conversation, whatever the hour. */
  Decision standing(Current now, Caller caller, Conversation conversation) {
    if (!conversation.supervisors().isEmpty() && isSupervisor(caller, conversation)) {
      return Decision.never(supervisorsRead(), now.version());
    }
    return switch (conversation.type()) {
      case CLASS ->
          now.free().contains(caller.role())
              ? FREE
              : writing.postsIn(now, caller, Objects.requireNonNull(conversation.classId()));
      case DIRECT -> inDirect(now, caller, conversation).and(() -> watched(now, conversation));
      case GROUP ->
          now.free().contains(caller.role())
              ? FREE
              : inGroup(now, caller, conversation).and(() -> watched(now, conversation));
    };
  }

  private static boolean isSupervisor(Caller caller, Conversation conversation) {
    return !conversation.participants().contains(caller.userId())
        && conversation.supervisors().contains(caller.userId());
  }

  static Refusal supervisorsRead() {
    return Refusal.of(
        RefusalCode.SUPERVISORS_READ,
        "You supervise this conversation: you read it, and neither write in it nor leave it.");
  }

  private Decision inDirect(Current now, Caller caller, Conversation conversation) {
    Decision decision = FREE;
    for (UserId id : conversation.participants()) {
      if (!id.equals(caller.userId())) {
        decision = decision.and(() -> replyTo(now, caller, id));
      }
    }
    return decision;
  }

  private Decision replyTo(Current now, Caller caller, UserId to) {
    Optional<User> other = active(caller, to);
    if (other.isEmpty()) {
      return Decision.never(
          Refusal.of(
              RefusalCode.CONVERSATION_READ_ONLY,
              "The other person of this conversation was deactivated; it can only be read."),
          now.version());
    }
    return now.free().contains(caller.role())
        ? FREE
        : writing.between(now, Action.REPLY, caller, other.get());
  }

  /**
   * In a group the rules towards everybody else count; of a student who is in it with staff, only
   * those towards the staff, who look on.
   */
  private Decision inGroup(Current now, Caller caller, Conversation group) {
    List<User> others =
        group.participants().stream()
            .filter(id -> !id.equals(caller.userId()))
            .flatMap(id -> active(caller, id).stream())
            .toList();
    List<User> staff = others.stream().filter(user -> user.role().isStaff()).toList();
    boolean lookedOn = caller.role() == Role.STUDENT && !staff.isEmpty();
    Decision decision = FREE;
    for (User other : lookedOn ? staff : others) {
      decision = decision.and(() -> writing.between(now, Action.REPLY, caller, other));
    }
    return decision;
  }

  private Decision watched(Current now, Conversation conversation) {
    Watch watch = watch(now, conversation);
    return watch.lacking() || !conversation.supervisors().containsAll(watch.supervisors())
        ? unwatched(now)
        : FREE;
  }

  /** Whether somebody could supervise a conversation of the caller and these. */
  private Decision watchable(Current now, Caller caller, Set<UserId> others) {
    if (now.rules().supervision().isEmpty()) {
      return FREE;
    }
    var all = new HashSet<>(others);
    all.add(caller.userId());
    boolean lacking = supervision.over(now.rules(), caller.schoolId(), all, Set.of()).lacking();
    return lacking ? unwatched(now) : FREE;
  }

  private static Decision unwatched(Current now) {
    return Decision.refused(
        Refusal.of(
            RefusalCode.SUPERVISOR_MISSING,
            "Nobody can supervise this conversation now; it can only be read until an admin"
                + " names more supervisors."),
        RuleText.SUPERVISION,
        now.version(),
        () ->
            "A rule of supervision is about somebody of the conversation, and none of its list"
                + " is active, of the staff and not in it.");
  }

  /** Who is to supervise the conversation; nobody does that of a class, where teachers are. */
  Watch watch(Current now, Conversation conversation) {
    return conversation.type() == ConversationType.CLASS
        ? new Watch(Set.of(), false)
        : supervision.over(
            now.rules(),
            conversation.schoolId(),
            conversation.participants(),
            conversation.supervisors());
  }

  /** The conversation as these rules have it supervised; nothing is stored. */
  public Conversation asSupervised(Current now, Conversation conversation) {
    return conversation.supervisedBy(List.copyOf(watch(now, conversation).supervisors()));
  }

  /** Whether it stands that the user only reads the conversation. */
  public boolean readsOnly(Current now, UserId user, Conversation conversation) {
    return roster
        .user(conversation.schoolId(), user)
        .map(known -> !standing(now, known.asCaller(null), conversation).isAllowed())
        .orElse(true);
  }

  /** The same by the rules of the school now. */
  public boolean readsOnly(UserId user, Conversation conversation) {
    return readsOnly(rules.of(conversation.schoolId()), user, conversation);
  }

  /** Those of them who are students. */
  Set<UserId> studentsAmong(SchoolId school, Set<UserId> users) {
    return users.stream()
        .filter(
            id -> roster.user(school, id).filter(user -> user.role() == Role.STUDENT).isPresent())
        .collect(Collectors.toSet());
  }

  /** When the quiet hours of the user end; empty if it is none of them. */
  public Optional<Instant> quietUntil(SchoolId school, UserId user) {
    Current now = rules.of(school);
    return now.isNeverQuiet()
        ? Optional.empty()
        : roster
            .user(school, user)
            .flatMap(known -> WritingPolicy.quietUntil(now, known.role(), clock.instant()));
  }

  /** Whether a teacher closed the class of the conversation for now. */
  public boolean isClosed(Conversation conversation) {
    return conversation.classId() != null
        && rules.of(conversation.schoolId()).closed().contains(conversation.classId());
  }

  /** Whether the caller may have a group with these people. */
  public Outcome<Outcome.Nothing> groupWith(Caller caller, Set<UserId> others) {
    return group(rulesOf(caller), caller, others, clock.instant()).outcome();
  }

  /** The same at that moment: each of them could be written to directly, too. */
  Decision group(Current now, Caller caller, Set<UserId> others, Instant at) {
    Decision decision = writing.makesGroups(now, caller);
    for (UserId other : new TreeSet<>(others)) {
      if (!other.equals(caller.userId())) {
        decision =
            decision
                .and(() -> known(now, caller, other))
                .and(() -> startWith(now, caller, other))
                .and(() ->
                    writing.between(
                        now, Action.GROUP, caller, active(caller, other).orElseThrow()));
      }
    }
    return decision
        .and(() -> watchable(now, caller, others))
        .and(() -> hour(now, caller, Writing.NEW, at));
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
                .allMatch(
                    id -> active(caller, id).filter(user -> user.role().isStaff()).isPresent());
    return Outcome.check(
        staffAlone,
        () ->
            Refusal.of(
                RefusalCode.NOT_THE_CREATOR,
                "An admin who is not in a group that nobody in it manages adds staff to it, or"
                    + " removes it."));
  }

  /**
   * Whether a member may change the title and people of it: as whoever may write in it, since a
   * title says something, too.
   */
  public Outcome<Outcome.Nothing> manage(Caller caller, Conversation conversation) {
    return Outcome.check(
            conversation.type() == ConversationType.GROUP,
            () ->
                Refusal.of(
                    RefusalCode.NOT_A_GROUP,
                    "Only a group can be changed; this conversation is none."))
        .andThen(() ->
            Outcome.check(!isSupervisor(caller, conversation), ConversationPolicy::supervisorsRead))
        .andThen(() ->
            Outcome.check(
                caller.role().isStaff() || caller.userId().equals(conversation.createdBy()),
                () ->
                    Refusal.of(
                        RefusalCode.NOT_THE_CREATOR,
                        "Only who made the group, or a teacher in it, changes it.")))
        .andThen(() ->
            write(rulesOf(caller), caller, conversation, Writing.NEW, clock.instant()).outcome());
  }

  /** Whether a member may leave the group. */
  Outcome<Outcome.Nothing> leave(Caller caller, Conversation conversation) {
    return Outcome.check(!isSupervisor(caller, conversation), ConversationPolicy::supervisorsRead)
        .andThen(() ->
            Outcome.check(
                conversation.type() == ConversationType.GROUP,
                () ->
                    Refusal.of(
                        RefusalCode.NOT_A_GROUP,
                        "Only a group can be left; this conversation is none.")));
  }

  /** Whether a member may close the class of the conversation for now, or open it. */
  Outcome<Outcome.Nothing> close(Caller caller, Conversation conversation) {
    return Outcome.check(
        conversation.type() == ConversationType.CLASS && caller.role() == Role.TEACHER,
        () ->
            Refusal.of(
                RefusalCode.NOT_A_TEACHER_OF_IT,
                "Only a class is closed and opened, and by its teachers."));
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
}
