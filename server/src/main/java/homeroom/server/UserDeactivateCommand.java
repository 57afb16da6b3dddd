// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.people.LastAdmin;
import homeroom.chat.people.SignInWays;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.Role;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.FactorKind;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user deactivate PERSON}: somebody signs in no more. */
@Command(
    name = "deactivate",
    mixinStandardHelpOptions = true,
    description = {
      "Has a user sign in no more and ends all tokens of the user; what they wrote stays.",
      "Works beside a running server, which sees it within 5 seconds."
    })
final class UserDeactivateCommand implements Callable<Integer> {

  private static final String LAST_ADMIN =
      "This is the school's last active admin who can sign in; add another one first, or give one a"
          + " password. Accounts at identity providers count if --config names the server's file.";

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private PersonArgument person = new PersonArgument();

  @Spec private CommandSpec spec = CommandSpec.create();

  UserDeactivateCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().open()) {
      Optional<User> found = person.findActive(opened, directory);
      if (found.isEmpty()) {
        return 1;
      }
      User user = found.get();
      if (user.role() != Role.ADMIN) {
        return deactivate(opened, user);
      }
      var admins =
          new LastAdmin(
              new SchoolAdmins(
                  opened.stores().roster(), ways(opened), opened.stores().adminGuard()));
      return switch (admins.without(
          user, LAST_ADMIN, () -> Outcome.done(deactivate(opened, user)))) {
        case Outcome.Done<Integer>(Integer exit) -> exit;
        case Outcome.Refused<Integer>(Refusal refusal) -> {
          err.println(refusal.message());
          yield 1;
        }
      };
    }
  }

  private SignInWays ways(OpenStores opened) {
    return new SignInWays(
        opened.stores().factors(), opened.stores().roster(), data.trustedProviders(), clock);
  }

  private int deactivate(OpenStores opened, User user) {
    var gone =
        new User(
            user.id(),
            user.schoolId(),
            user.role(),
            user.name(),
            user.email(),
            user.username(),
            false,
            user.createdAt(),
            clock.instant());
    AuditEvent event =
        new OperatorAudit(clock)
            .event(user.schoolId(), AuditAction.USER_DEACTIVATED, user.id().value(), "");
    var change = new RosterChange.UpdateUser(gone, user);
    if (!(opened.stores().roster().apply(List.of(change), List.of(event))
        instanceof RosterResult.Applied)) {
      spec.commandLine().getErr().println("The user " + person.name + " was changed meanwhile.");
      return 1;
    }
    opened.stores().factors().removeAll(user.id(), Set.of(FactorKind.CODE));
    new EndedTokens(opened.stores().endedTokens(), clock, System::nanoTime).endAllOf(user.id());
    spec.commandLine().getOut().println("The user " + person.name + " signs in no more.");
    return 0;
  }
}
