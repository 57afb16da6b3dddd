// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom copy}: everything of one store into another. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = {
      "Copies everything from one store into another, empty one, while no server runs on either,",
      "and compares the two at the end. Run again after an interruption, it goes on.",
      "The file 'secret' of the data directory is not part of a store: keep it for the new server."
    })
final class CopyCommand implements Callable<Integer> {

  private final Clock clock;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "STORE",
      description = "sqlite:FILE, mongodb://HOST/DATABASE or mongodb+srv://...")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "STORE",
      description =
          "The same. Give one with a password as HOMEROOM_FROM or HOMEROOM_TO: others can see a"
              + " command line.")
  private String to = "";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file with defaults for these options.")
  private @Nullable Path config;

  @Spec private CommandSpec spec = CommandSpec.create();

  CopyCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (from.equals(to)) {
      throw new ParameterException(spec.commandLine(), "--from and --to are the same store.");
    }
    Properties settings = config == null ? new Properties() : Defaults.read(config);
    StoreAddress source = address(from, settings);
    StoreAddress target = address(to, new Properties());
    PrintWriter out = spec.commandLine().getOut();
    try (OpenStores reading = source.openAlone();
        OpenStores writing = target.openAlone()) {
      reading.whole();
      var audit = new OperatorAudit(clock);
      var _ = reading.stores().audit().settle(clock.instant());
      if (!writing.transfer().isBegun()) {
        audit.record(reading.stores(), AuditAction.EXPORTED, "a copy into another store");
      }
      boolean done = new StoreCopy(reading.transfer(), writing.transfer(), out).run();
      if (done) {
        audit.record(writing.stores(), AuditAction.IMPORTED, "a copy of another store");
      }
      return done ? 0 : 1;
    }
  }

  private StoreAddress address(String text, Properties settings) {
    try {
      return StoreAddress.of(text, settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
