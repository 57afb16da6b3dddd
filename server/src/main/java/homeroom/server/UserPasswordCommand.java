// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.Passwords;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterRules;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.session.EndedTokens;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user password PERSON}: a new password for somebody who lost theirs. */
@Command(
    name = "password",
    mixinStandardHelpOptions = true,
    description = {
      "Gives a user a new password and ends all tokens of the user.",
      "Works beside a running server, which does so within a second."
    })
final class UserPasswordCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private PersonArgument person = new PersonArgument();

  @Mixin private PasswordOption password = new PasswordOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  UserPasswordCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    String secret = password.read(person.name);
    PrintWriter err = spec.commandLine().getErr();
    if (new RosterRules().password(secret, person.name, person.name).check()
        instanceof Outcome.Refused<?>(Refusal refusal)) {
      err.println("The password " + refusal.fields().get("password") + ".");
      return 2;
    }
    try (Passwords passwords = new Passwords(1)) {
      return person.withUser(data, (opened, user) -> change(opened, user, passwords.hash(secret)));
    }
  }

  private int change(OpenStores opened, User user, String hash) {
    AuditEvent event =
        new OperatorAudit(clock)
            .event(user.schoolId(), AuditAction.PASSWORD_RESET, user.id().value(), "");
    var change = new RosterChange.SetPassword(user.schoolId(), user.id(), hash);
    if (!(opened.stores().roster().apply(List.of(change), List.of(event))
        instanceof RosterResult.Applied)) {
      spec.commandLine().getErr().println("The user " + person.name + " went away meanwhile.");
      return 1;
    }
    new EndedTokens(opened.stores().endedTokens(), clock, System::nanoTime).endAllOf(user.id());
    spec.commandLine().getOut().println("The password of " + person.name + " is another one.");
    return 0;
  }
}
