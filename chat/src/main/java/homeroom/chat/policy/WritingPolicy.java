// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.policy.Rules.Current;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides by the rules of a school: about two people, about a class, and about the hour. Asks
 * nothing but what the roster remembers. Safe for many threads.
 */
public final class WritingPolicy {

  private final Roster roster;

  public WritingPolicy(Roster roster) {
    this.roster = roster;
  }

  /** Whether the caller may do that with the other, as far as the two are concerned. */
  public Decision between(Current now, Action action, Caller caller, User other) {
    var pair = new Pair(action, caller.role(), other.role());
    PairRule rule = now.rules().pair(action, caller.role(), other.role());
    var two = new Acquaintance(now.rules(), caller, other);
    Supplier<String> facts = () -> two.inWords() + " " + inWords(pair, rule);
    return rule.lets(two)
        ? Decision.allowed(RuleText.WRITE + pair.text(), now.version(), facts)
        : Decision.refused(refusal(pair, rule), RuleText.WRITE + pair.text(), now.version(), facts);
  }

  /** Whether the caller's role makes groups at all. */
  public Decision makesGroups(Current now, Caller caller) {
    String rule = RuleText.WRITE + Action.GROUP.text() + "." + Pair.word(caller.role());
    Supplier<String> facts =
        () ->
            "The rules of groups are off for every role that "
                + Pair.one(caller.role())
                + " could make one with.";
    return caller.role() == Role.STUDENT && now.rules().isShut(Action.GROUP, caller.role())
        ? Decision.refused(
            Refusal.of(
                RefusalCode.STUDENT_GROUPS_OFF,
                "This school does not let students make groups; ask a teacher to make one."),
            rule,
            now.version(),
            facts)
        : Decision.allowed(rule, now.version(), () -> "Some rule of groups lets them.");
  }

  private static Refusal refusal(Pair pair, PairRule rule) {
    boolean students = pair.from() == Role.STUDENT && pair.to() == Role.STUDENT;
    return students && rule.isShut()
        ? Refusal.of(
            RefusalCode.STUDENT_TO_STUDENT_OFF,
            "This school does not let students write directly to students; write to a teacher"
                + " or in a class conversation.")
        : Refusal.of(
            RefusalCode.WRITING_OFF,
            "The rules of this school do not let you write to this person; an admin can say why.");
  }

  private static String inWords(Pair pair, PairRule rule) {
    return "The rule '" + RuleText.WRITE + pair.text() + "' is '" + rule.text() + "'.";
  }

  /** Whether it stands that the caller may post in the class, whatever the hour. */
  public Decision postsIn(Current now, Caller caller, ClassId id) {
    if (caller.role() != Role.STUDENT) {
      return Decision.allowed(
          Decision.ALWAYS, now.version(), () -> "Teachers post in their classes.");
    }
    if (now.closed().contains(id)) {
      return Decision.refused(
          Refusal.of(
              RefusalCode.CLASS_CLOSED,
              "A teacher closed this class for now; wait until it is opened."),
          "closed",
          now.version(),
          () -> "A teacher closed " + name(caller.schoolId(), id) + " for now.");
    }
    StudentsPost post = now.rules().studentsPost();
    return post == StudentsPost.NEVER
        ? Decision.refused(
            Refusal.of(
                RefusalCode.CLASS_POSTING_OFF,
                "At this school teachers post in class conversations, and students read."),
            RuleText.STUDENTS_POST,
            now.version(),
            () -> inWords(post))
        : Decision.allowed(RuleText.STUDENTS_POST, now.version(), () -> inWords(post));
  }

  private static String inWords(StudentsPost post) {
    return "The rule '" + RuleText.STUDENTS_POST + "' is '" + post.text() + "'.";
  }

  /** Whether the caller, who may post in the class, may now. */
  public Decision postsNow(Current now, Caller caller, boolean reply, Instant at) {
    StudentsPost post = now.rules().studentsPost();
    boolean refused =
        caller.role() == Role.STUDENT
            && ((post == StudentsPost.REPLIES && !reply)
                || (post == StudentsPost.LESSONS && !now.rules().isLesson(at)));
    if (!refused) {
      return Decision.allowed(RuleText.STUDENTS_POST, now.version(), () -> inWords(post));
    }
    Refusal refusal =
        post == StudentsPost.REPLIES
            ? Refusal.of(
                RefusalCode.CLASS_REPLIES_ONLY,
                "Students answer messages of this class here, and begin none; reply to one.")
            : Refusal.of(
                    RefusalCode.OUT_OF_LESSONS,
                    "Students post in class conversations in lesson hours; send it then.")
                .until(now.rules().nextLesson(at).orElse(null));
    return Decision.refused(refusal, RuleText.STUDENTS_POST, now.version(), () -> inWords(post));
  }

  /**
   * Whether the caller's role writes at that hour.
   *
   * @param urgent whether it is urgent, which the staff may say
   */
  public Decision writesAt(Current now, Caller caller, boolean urgent, Instant at) {
    Optional<Instant> until = now.rules().quietUntil(caller.role(), at);
    boolean excused = urgent && caller.role().isStaff();
    Supplier<String> facts =
        () ->
            "In "
                + now.rules().timeZone().getId()
                + " it is "
                + at.atZone(now.rules().timeZone()).toLocalDateTime()
                + until
                    .map(end ->
                        ", which is quiet for "
                            + Pair.one(caller.role())
                            + " until "
                            + end
                            + (excused ? "; it is urgent." : "."))
                    .orElse(", which is not quiet for " + Pair.one(caller.role()) + ".");
    return until.isEmpty() || excused
        ? Decision.allowed(RuleText.QUIET, now.version(), facts)
        : Decision.refused(
            Refusal.of(
                    RefusalCode.QUIET_HOURS,
                    "These are quiet hours of the school; keep the text, and send it after them.")
                .until(until.get()),
            RuleText.QUIET,
            now.version(),
            facts);
  }

  /** When the quiet hours of somebody of that role end; empty if it is none of them. */
  public static Optional<Instant> quietUntil(Current now, Role role, Instant at) {
    return now.rules().quietUntil(role, at);
  }

  /** The grades of the user's classes. */
  public Set<String> gradesOf(SchoolRules rules, User user) {
    if (rules.grades().isEmpty()) {
      return Set.of();
    }
    Set<ClassId> classes = roster.classesOf(user.schoolId(), user.id(), user.role());
    return rules.grades().entrySet().stream()
        .filter(grade -> grade.getValue().stream().anyMatch(classes::contains))
        .map(java.util.Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Whether the two are in one class, as students or as its teachers. */
  public boolean shareClass(Caller caller, UserId other) {
    for (ClassId id : roster.classesOf(caller)) {
      if (roster.members(caller.schoolId(), id).contains(other)) {
        return true;
      }
    }
    return false;
  }

  private String name(SchoolId school, ClassId id) {
    return roster.schoolClass(school, id).map(SchoolClass::name).orElse(id.value());
  }

  /** Two people, and what they have in common. */
  private final class Acquaintance implements PairRule.Two {

    private final SchoolRules rules;
    private final Caller caller;
    private final User other;

    Acquaintance(SchoolRules rules, Caller caller, User other) {
      this.rules = rules;
      this.caller = caller;
      this.other = other;
    }

    @Override
    public UserId from() {
      return caller.userId();
    }

    @Override
    public UserId to() {
      return other.id();
    }

    @Override
    public boolean shareClass() {
      return WritingPolicy.this.shareClass(caller, other.id());
    }

    @Override
    public boolean shareGrade() {
      Set<String> shared = new HashSet<>(gradesOf(rules, other));
      shared.retainAll(
          roster
              .user(caller.schoolId(), caller.userId())
              .map(user -> gradesOf(rules, user))
              .orElse(Set.of()));
      return !shared.isEmpty();
    }

    private String inWords() {
      return "'%s' is %s and '%s' %s; they %s a class%s."
          .formatted(
              from(),
              Pair.one(caller.role()),
              to(),
              Pair.one(other.role()),
              shareClass() ? "share" : "do not share",
              rules.grades().isEmpty()
                  ? ""
                  : shareGrade() ? " and share a grade" : " and share no grade");
    }
  }
}
