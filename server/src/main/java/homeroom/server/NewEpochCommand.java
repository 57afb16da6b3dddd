// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.message.Epochs;
import homeroom.chat.school.TimeOrderedIds;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom epoch new}: what a mongorestore or a snapshot of a disk cannot say itself. */
@Command(
    name = "new",
    mixinStandardHelpOptions = true,
    description = {
      "Has clients begin anew, after a store went back to an earlier state.",
      "To be run once where that happened by other means than restore, and before a server",
      "runs on it: after a mongorestore, a snapshot",
      "of a disk, or a copy of the file made by SQLite. Without it clients keep messages that",
      "are no longer there, and miss those that take their place."
    })
final class NewEpochCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  NewEpochCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    DataDirectory directory = data.find();
    try (OpenStores opened = directory.store().openAlone().whole()) {
      var ids = new TimeOrderedIds(clock, new SecureRandom());
      new Epochs(opened.stores().epochs(), ids, clock).begin();
      new OperatorAudit(clock).record(opened.stores(), AuditAction.IMPORTED, "an earlier state");
      spec.commandLine()
          .getOut()
          .println("A new epoch began: every client begins anew with what is stored now.");
      return 0;
    }
  }
}
