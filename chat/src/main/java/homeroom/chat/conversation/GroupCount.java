// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.policy.Decision;
import homeroom.chat.policy.RuleLimits;
import homeroom.chat.policy.RuleText;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Supplier;

/** How many groups the school lets students be in, and make in a day. Blocks on the store. */
record GroupCount(ConversationStore store, ConversationPolicy policy) {

  /** Whether the caller may make one more group on that day. */
  Decision make(Current now, Caller caller, Instant at) {
    int most = now.rules().limits().groupsPerDay();
    String rule = RuleText.LIMITS + "groupsPerDay";
    Supplier<String> facts = () -> "The rule '" + rule + "' is " + most + ".";
    if (caller.role() != Role.STUDENT || most == RuleLimits.NONE) {
      return Decision.allowed(Decision.ALWAYS, now.version(), facts);
    }
    ZonedDateTime midnight = at.atZone(now.rules().timeZone()).truncatedTo(ChronoUnit.DAYS);
    int made = store.groupsMade(caller.schoolId(), caller.userId(), midnight.toInstant());
    return made < most
        ? Decision.allowed(rule, now.version(), facts)
        : Decision.refused(
            Refusal.of(
                    RefusalCode.GROUPS_PER_DAY,
                    "This school lets students make " + most + " groups a day; make it tomorrow.")
                .until(midnight.plusDays(1).toInstant()),
            rule,
            now.version(),
            facts);
  }

  /** Whether each student among these may be in one more group. */
  Decision join(Current now, Caller caller, Set<UserId> joining) {
    int most = now.rules().limits().groups();
    String rule = RuleText.LIMITS + "groups";
    Supplier<String> facts = () -> "The rule '" + rule + "' is " + most + ".";
    if (most == RuleLimits.NONE) {
      return Decision.allowed(Decision.ALWAYS, now.version(), facts);
    }
    return areFull(most, caller, policy.studentsAmong(caller.schoolId(), joining))
        ? Decision.refused(
            Refusal.of(
                RefusalCode.GROUPS_FULL,
                "This school lets students be in "
                    + most
                    + " groups, and somebody would be in"
                    + " more."),
            rule,
            now.version(),
            facts)
        : Decision.allowed(rule, now.version(), facts);
  }

  private boolean areFull(int most, Caller caller, Set<UserId> students) {
    return most == 0
        ? !students.isEmpty()
        : store.groupsOf(caller.schoolId(), students).values().stream()
            .anyMatch(groups -> groups >= most);
  }
}
