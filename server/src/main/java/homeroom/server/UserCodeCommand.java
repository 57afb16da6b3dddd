// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.DerivedKey;
import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditLimits;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom user code PERSON}: a single-use sign-in code. */
@Command(
    name = "code",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a code by which a user signs in once, without a password; the one of before is good"
          + " no more.",
      "Works beside a running server."
    })
final class UserCodeCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private PersonArgument person = new PersonArgument();

  @Mixin private SecretOption secret = new SecretOption();

  @Option(
      names = "--hours",
      defaultValue = "168",
      description = "How long it lasts, in hours, 1 to 2160 (default: 168).")
  private int hours = 168;

  @Spec private CommandSpec spec = CommandSpec.create();

  UserCodeCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (hours < 1 || hours > SignInCodes.MAX_HOURS) {
      throw new ParameterException(spec.commandLine(), "--hours is 1 to 2160.");
    }
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().open()) {
      Optional<User> user = person.findActive(opened, directory);
      if (user.isEmpty()) {
        return 1;
      }
      SignInCodes codes = codes(opened, secret.secret(directory), clock);
      new OperatorAudit(clock).record(opened.stores(), user.get(), AuditAction.SIGN_IN_CODE_MADE);
      SignInCodes.Made made = codes.make(user.get(), Duration.ofHours(hours));
      spec.commandLine()
          .getOut()
          .println(made.code() + " until " + made.expiresAt().truncatedTo(ChronoUnit.MINUTES));
      return 0;
    }
  }

  /** Those of a store that no server need run on. */
  static SignInCodes codes(OpenStores opened, byte[] secret, Clock clock) {
    return new SignInCodes(
        opened.stores().factors(),
        new Roster(opened.stores().roster()),
        new Audit(opened.stores().audit(), clock, AuditLimits.DEFAULT),
        clock,
        new SecureRandom(),
        DerivedKey.ofCodes(secret)::hash);
  }
}
