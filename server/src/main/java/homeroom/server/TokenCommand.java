// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.roster.User;
import homeroom.chat.school.TimeOrderedIds;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./homeroom token PERSON}: an access token for scripts. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Prints an access token of a user, for scripts.",
      "Whoever has it is that user until it ends: keep it like a password."
    })
final class TokenCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private PersonArgument person = new PersonArgument();

  @Mixin private SecretOption secret = new SecretOption();

  @Option(
      names = "--token-hours",
      defaultValue = "24",
      converter = TokenHours.class,
      paramLabel = "HOURS",
      description = "How long it lasts, in hours, 1 to 8784 (default: 24).")
  private Duration lifetime = Duration.ofHours(24);

  @Spec private CommandSpec spec = CommandSpec.create();

  TokenCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().open()) {
      Optional<User> user = person.findActive(opened, directory);
      if (user.isEmpty()) {
        return 1;
      }
      var tokens =
          new AccessTokens(
              secret.secret(directory), clock, new TimeOrderedIds(clock, new SecureRandom()));
      new OperatorAudit(clock).record(opened.stores(), user.get(), AuditAction.TOKEN_ISSUED);
      spec.commandLine().getOut().println(tokens.issue(user.get().id(), lifetime).text());
      return 0;
    }
  }
}
