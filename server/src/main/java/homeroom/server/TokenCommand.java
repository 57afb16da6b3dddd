// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.roster.Credentials;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom token EMAIL}: an access token for scripts. */
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

  @Parameters(paramLabel = "EMAIL", description = "The address the user signs in with.")
  private String email = "";

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
    DataDirectory directory = data.open(DataDirectory.SCHOOL);
    try (OpenStores opened = directory.store().open()) {
      Optional<Credentials> found = opened.stores().roster().credentials(email);
      if (found.isEmpty() || !found.get().user().active()) {
        spec.commandLine()
            .getErr()
            .println("There is no active user " + email + " in " + directory.store() + ".");
        return 1;
      }
      var tokens =
          new AccessTokens(
              directory.secret(), clock, new TimeOrderedIds(clock, new SecureRandom()));
      var user = found.get().user();
      var _ =
          opened
              .stores()
              .audit()
              .record(
                  new OperatorAudit(clock)
                      .event(user.schoolId(), AuditAction.TOKEN_ISSUED, user.id().value(), ""));
      spec.commandLine().getOut().println(tokens.issue(found.get().user().id(), lifetime).text());
      return 0;
    }
  }
}
