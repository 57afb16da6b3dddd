// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.SecondFactors;
import homeroom.chat.audit.AuditAction;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user second-factor-reset PERSON}: for somebody who lost it. */
@Command(
    name = "second-factor-reset",
    mixinStandardHelpOptions = true,
    description = {
      "Ends the second factor of a user who lost the app and the recovery codes.",
      "Works beside a running server."
    })
final class UserSecondFactorCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private PersonArgument person = new PersonArgument();

  @Spec private CommandSpec spec = CommandSpec.create();

  UserSecondFactorCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    return person.withUser(
        data,
        (opened, user) -> {
          new OperatorAudit(clock).record(opened.stores(), user, AuditAction.SECOND_FACTOR_RESET);
          SecondFactors.reset(opened.stores().factors(), user.id());
          spec.commandLine()
              .getOut()
              .println("The password of " + person.name + " is enough to sign in.");
          return 0;
        });
  }
}
