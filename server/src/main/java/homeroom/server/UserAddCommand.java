// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.Passwords;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterLimits;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterRules;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import homeroom.chat.text.UserName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user add}: the first admin of a school, and the school with it. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds a user, by default an admin. A school that is not there yet is made.",
      "A running server on the same data sees the user within 5 seconds."
    })
final class UserAddCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Option(names = "--school", required = true, description = "The name of the school.")
  private String school = "";

  @Option(names = "--email", description = "What the user signs in with.")
  private @Nullable String email;

  @Option(
      names = "--username",
      description = "What the user signs in with at the school, beside an address or without one.")
  private @Nullable String username;

  @Option(
      names = "--name",
      description = "The user's name (default: the address, or the user name).")
  private @Nullable String name;

  @Option(
      names = "--role",
      defaultValue = "admin",
      description = "Who it is: student, teacher or admin (default: admin).")
  private String role = "admin";

  @Mixin private PasswordOption password = new PasswordOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  UserAddCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    Role chosen = role();
    email = email == null ? null : EmailAddress.canonical(email);
    username = username == null ? null : UserName.canonical(username);
    school = Name.canonical(school);
    String shown = Name.canonical(name == null ? signInName() : name);
    String secret = password.read(signInName());
    if (!Name.isValid(school, RosterLimits.MAX_NAME)) {
      throw new ParameterException(spec.commandLine(), "--school is a name that can be seen.");
    }
    switch (new RosterRules()
        .name(shown)
        .email(email)
        .username(username)
        .password(secret, email, username)
        .check()) {
      case Outcome.Refused<?>(Refusal refusal) -> {
        refusal
            .fields()
            .forEach((field, wrong) ->
                spec.commandLine().getErr().println("--" + field + " " + wrong + "."));
        return 2;
      }
      case Outcome.Done<?> _ -> {}
    }
    DataDirectory directory = data.open(DataDirectory.SCHOOL);
    try (OpenStores opened = directory.store().open();
        Passwords passwords = new Passwords(1)) {
      return add(opened.stores().roster(), chosen, shown, passwords.hash(secret));
    }
  }

  private int add(RosterStore store, Role chosen, String shown, String passwordHash) {
    IdSource ids = new TimeOrderedIds(clock, new SecureRandom());
    Instant now = clock.instant();
    var changes = new ArrayList<RosterChange>();
    Optional<School> known =
        store.schools().stream().filter(other -> other.name().equals(school)).findFirst();
    School owner =
        known.orElseGet(
            () -> new School(new SchoolId(ids.next()), school, SchoolSettings.DEFAULT, now));
    if (known.isEmpty()) {
      changes.add(new RosterChange.AddSchool(owner));
    }
    var id = new UserId(ids.next());
    changes.add(
        new RosterChange.AddUser(
            new User(id, owner.id(), chosen, shown, email, username, true, now, now),
            passwordHash));
    AuditEvent event =
        new OperatorAudit(clock)
            .event(
                owner.id(),
                AuditAction.USER_CREATED,
                id.value(),
                "role " + chosen.name().toLowerCase(Locale.ROOT));
    return report(store.apply(List.copyOf(changes), List.of(event)), id);
  }

  private int report(RosterResult result, UserId id) {
    return switch (result) {
      case RosterResult.Applied() -> {
        spec.commandLine()
            .getOut()
            .println("Added " + signInName() + " to " + school + " as " + id.value() + ".");
        yield 0;
      }
      case RosterResult.Taken taken -> {
        spec.commandLine()
            .getErr()
            .println(
                taken.field().equals("username")
                    ? "There is a user with the user name " + username + " in " + school + "."
                    : "There is a user with the address " + email + ".");
        yield 1;
      }
      case RosterResult.Missing _, RosterResult.Outdated _ -> {
        spec.commandLine().getErr().println("The school " + school + " went away meanwhile.");
        yield 1;
      }
    };
  }

  private String signInName() {
    String called = email == null || email.isEmpty() ? username : email;
    if (called == null || called.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--email or --username is needed.");
    }
    return called;
  }

  private Role role() {
    try {
      return Role.valueOf(role.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--role is student, teacher or admin, not '" + role + "'.", e);
    }
  }
}
