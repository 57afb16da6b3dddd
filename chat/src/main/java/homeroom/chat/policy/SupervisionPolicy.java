// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Decides who supervises a conversation, by the rules of the school. Asks nothing but what the
 * roster remembers. Safe for many threads.
 */
public final class SupervisionPolicy {

  /**
   * Who supervises a conversation.
   *
   * @param lacking somebody is to, and nobody can
   */
  public record Watch(Set<UserId> supervisors, boolean lacking) {

    static final Watch NONE = new Watch(Set.of(), false);
  }

  private final Roster roster;
  private final WritingPolicy writing;

  public SupervisionPolicy(Roster roster, WritingPolicy writing) {
    this.roster = roster;
    this.writing = writing;
  }

  /**
   * Who is to supervise a conversation of these people: for each rule that is about one of them the
   * first of its list who is active, of the staff, and not in it; whoever does already goes on.
   */
  public Watch over(
      SchoolRules rules,
      SchoolId school,
      Collection<UserId> participants,
      Collection<UserId> present) {
    if (rules.supervision().isEmpty()) {
      return Watch.NONE;
    }
    List<User> students =
        participants.stream()
            .flatMap(id -> roster.user(school, id).stream())
            .filter(user -> user.role() == Role.STUDENT)
            .toList();
    var chosen = new TreeSet<UserId>();
    boolean lacking = false;
    for (Supervision rule : rules.supervision()) {
      if (students.stream().anyMatch(student -> concerns(rule, rules, student))) {
        Optional<UserId> supervisor = first(rule, school, participants, present);
        supervisor.ifPresent(chosen::add);
        lacking |= supervisor.isEmpty();
      }
    }
    return new Watch(Collections.unmodifiableSet(chosen), lacking);
  }

  private boolean concerns(Supervision rule, SchoolRules rules, User student) {
    return rule.grades().isEmpty()
        || writing.gradesOf(rules, student).stream().anyMatch(rule.grades()::contains);
  }

  private Optional<UserId> first(
      Supervision rule,
      SchoolId school,
      Collection<UserId> participants,
      Collection<UserId> present) {
    Stream<UserId> inOrder =
        Stream.concat(
            rule.supervisors().stream().filter(present::contains), rule.supervisors().stream());
    return inOrder
        .filter(id -> !participants.contains(id))
        .filter(id ->
            roster
                .user(school, id)
                .filter(user -> user.active() && user.role().isStaff())
                .isPresent())
        .findFirst();
  }
}
