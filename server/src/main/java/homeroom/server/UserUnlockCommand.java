// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.roster.Credentials;
import homeroom.chat.session.EndedTokens;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user unlock EMAIL}: sign-ins are not slowed any more. */
@Command(
    name = "unlock",
    mixinStandardHelpOptions = true,
    description = {
      "Forgets the failed sign-ins of a user, which slow later ones.",
      "A running server on the same data does so within a second."
    })
final class UserUnlockCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "EMAIL", description = "The address the user signs in with.")
  private String email = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  UserUnlockCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    DataDirectory directory = data.open(DataDirectory.SCHOOL);
    try (OpenStores opened = directory.store().open()) {
      Optional<Credentials> found = opened.stores().roster().credentials(email);
      if (found.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println("There is no user " + email + " in " + directory.store() + ".");
        return 1;
      }
      new EndedTokens(opened.stores().endedTokens(), clock, System::nanoTime)
          .forgiveFailures(found.get().user().id());
      var user = found.get().user();
      var _ =
          opened
              .stores()
              .audit()
              .record(
                  new OperatorAudit(clock)
                      .event(user.schoolId(), AuditAction.SIGN_IN_UNLOCKED, user.id().value(), ""));
      spec.commandLine().getOut().println("The failed sign-ins of " + email + " are forgotten.");
      return 0;
    }
  }
}
