// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.session.EndedTokens;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./homeroom tokens end --all}: everybody has to sign in again. */
@Command(
    name = "end",
    mixinStandardHelpOptions = true,
    description = {
      "Ends access tokens before their time.",
      "With --all those of everybody, so that everybody signs in again; after a theft, or a",
      "restore of a backup, which revives what was ended since.",
      "A running server on the same data follows within a second and closes their sockets."
    })
final class TokensEndCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--all",
      required = true,
      description = "All there are, also those of an identity provider issued until now.")
  @SuppressWarnings("UnusedVariable") // to be said, since it is not taken back
  private boolean all;

  @Spec private CommandSpec spec = CommandSpec.create();

  TokensEndCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().open()) {
      new EndedTokens(opened.stores().endedTokens(), clock, System::nanoTime).endAll();
      new OperatorAudit(clock).record(opened.stores(), AuditAction.TOKENS_ENDED, "");
      spec.commandLine().getOut().println("All access tokens are ended; everybody signs in again.");
      return 0;
    }
  }
}
