// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditLog;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./homeroom audit export}: the chains as lines of JSON. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the audit as lines of JSON, each school's chain and the installation's own.",
      "Whoever has them can check them: audit verify FILE."
    })
final class AuditExportCommand implements Callable<Integer> {

  private static final int PAGE = 1_000;

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Mixin private SchoolOption school = new SchoolOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  AuditExportCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    try (OpenStores opened = data.find().store().open()) {
      AuditLog audit = opened.stores().audit();
      List<AuditChain> chains = audit.chains();
      if (school.isGiven()) {
        chains =
            school.find(opened.stores().roster()).stream()
                .map(each -> AuditChain.of(each.id()))
                .toList();
        if (chains.isEmpty()) {
          return 1;
        }
      }
      new OperatorAudit(clock).record(opened.stores(), AuditAction.EXPORTED, "the audit");
      chains.forEach(chain -> print(audit, chain));
      return 0;
    }
  }

  private void print(AuditLog audit, AuditChain chain) {
    PrintWriter out = spec.commandLine().getOut();
    List<AuditEntry> page = audit.entries(chain, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(entry -> out.println(AuditLines.line(entry)));
      page = audit.entries(chain, page.getLast().seq(), PAGE);
    }
    out.flush();
  }
}
