// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.session.EndedTokens;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user unlock PERSON}: sign-ins are not slowed any more. */
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

  @Mixin private PersonArgument person = new PersonArgument();

  @Spec private CommandSpec spec = CommandSpec.create();

  UserUnlockCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    return person.withUser(
        data,
        (opened, user) -> {
          new OperatorAudit(clock).record(opened.stores(), user, AuditAction.SIGN_IN_UNLOCKED);
          new EndedTokens(opened.stores().endedTokens(), clock, System::nanoTime)
              .forgiveFailures(user.id());
          spec.commandLine()
              .getOut()
              .println("The failed sign-ins of " + person.name + " are forgotten.");
          return 0;
        });
  }
}
