// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.policy.Rules.Current;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules of a school: shown to its admins and changed by them, each change a version and an
 * entry of the audit. Safe for many threads; blocks on the store.
 */
public final class Settings {

  /** In characters; of a longer change the audit names no more. */
  private static final int MAX_DETAIL = 2_000;

  /** What follows a change in the running chat. */
  @FunctionalInterface
  public interface Follower {
    void catchUp();
  }

  private final Rules rules;
  private final Clock clock;
  private final Follower follower;

  public Settings(Rules rules, Clock clock, Follower follower) {
    this.rules = rules;
    this.clock = clock;
    this.follower = follower;
  }

  /** The rules of a school, and who decided them when; empty of rules that nobody decided. */
  public record Shown(SchoolId schoolId, Current current, Optional<StoredSettings> stored) {}

  /** Those of the caller's school, for its admins. */
  public Outcome<Shown> get(Caller caller) {
    return admin(caller).map(allowed -> shown(caller.schoolId()));
  }

  private Shown shown(SchoolId school) {
    return new Shown(school, rules.of(school), rules.versions(school, 1).stream().findFirst());
  }

  /** What the rules would be with these values, see {@link RuleText#change}. */
  public Outcome<SchoolRules> proposed(Caller caller, long version, Map<String, String> values) {
    Current now = rules.of(caller.schoolId());
    return admin(caller)
        .andThen(() -> unchanged(now, version))
        .andThen(() -> RuleText.change(now.rules(), values));
  }

  /**
   * Changes the rules, if they still have the version that the caller saw.
   *
   * @param values see {@link RuleText#change}
   */
  public Outcome<Shown> change(Caller caller, long version, Map<String, String> values) {
    return admin(caller)
        .andThen(() -> change(caller.schoolId(), AuditActor.of(caller.userId()), version, values));
  }

  /** The same by somebody who may: whoever runs the installation. */
  public Outcome<Shown> change(
      SchoolId school, AuditActor by, long version, Map<String, String> values) {
    Current now = rules.of(school);
    return unchanged(now, version)
        .andThen(() -> RuleText.change(now.rules(), values))
        .flatMap(changed -> change(school, by, now, changed));
  }

  private Outcome<Shown> change(SchoolId school, AuditActor by, Current now, SchoolRules changed) {
    Map<String, String> difference = RuleText.difference(now.rules(), changed);
    if (difference.isEmpty()) {
      return Outcome.done(shown(school));
    }
    var next =
        new StoredSettings(
            school,
            now.version() + 1,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            by.text(),
            RuleText.lines(changed));
    AuditEvent event =
        AuditEvent.of(
                AuditChain.of(school), next.at(), by, AuditAction.SETTINGS_CHANGED, school.value())
            .withDetail(detail(next.version(), difference));
    return Outcome.check(rules.add(next, event), Settings::overtaken)
        .ifDone(added -> follower.catchUp())
        .map(added -> shown(school));
  }

  private static String detail(long version, Map<String, String> difference) {
    String all =
        "version "
            + version
            + ": "
            + difference.entrySet().stream()
                .map(one -> one.getKey() + " = " + one.getValue())
                .collect(Collectors.joining(" | "));
    return all.length() <= MAX_DETAIL ? all : all.substring(0, MAX_DETAIL - 1) + "…";
  }

  private static Outcome<Outcome.Nothing> unchanged(Current now, long version) {
    return Outcome.check(now.version() == version, Settings::overtaken);
  }

  private static Refusal overtaken() {
    return Refusal.of(
        RefusalCode.SETTINGS_CHANGED,
        "Somebody else changed the rules meanwhile; get them again, and change those.");
  }

  /** Whether the caller may see, set and have explained the rules of the school. */
  public static Outcome<Outcome.Nothing> admin(Caller caller) {
    return Outcome.check(
        caller.role() == Role.ADMIN,
        () ->
            Refusal.of(
                RefusalCode.SETTINGS_NOT_YOURS,
                "Only an admin of the school sees and sets its rules."));
  }
}
