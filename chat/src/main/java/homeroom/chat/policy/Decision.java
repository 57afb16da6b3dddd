// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a rule decides, and why: what refuses and what explains is one and the same.
 *
 * @param refusal null if it is allowed
 * @param rule the name of the rule, as settings have it, or of what no setting changes
 * @param version that of the rules
 * @param facts what was looked at, in a sentence; put into words only when somebody asks
 */
public record Decision(
    @Nullable Refusal refusal, String rule, long version, Supplier<String> facts) {

  /** What stands for a rule that no setting changes. */
  public static final String ALWAYS = "always";

  public static Decision allowed(String rule, long version, Supplier<String> facts) {
    return new Decision(null, rule, version, facts);
  }

  public static Decision refused(
      Refusal refusal, String rule, long version, Supplier<String> facts) {
    return new Decision(refusal, rule, version, facts);
  }

  /** Refused by what no setting changes; its message has the facts. */
  public static Decision never(Refusal refusal, long version) {
    return new Decision(refusal, ALWAYS, version, refusal::message);
  }

  public boolean isAllowed() {
    return refusal == null;
  }

  /** This, or if it allows, what comes next; of two that allow, the first that a rule is behind. */
  public Decision and(Supplier<Decision> next) {
    if (!isAllowed()) {
      return this;
    }
    Decision second = next.get();
    return second.isAllowed() && !rule.equals(ALWAYS) ? this : second;
  }

  public Outcome<Outcome.Nothing> outcome() {
    return refusal == null ? Outcome.done() : Outcome.refused(refusal);
  }
}
