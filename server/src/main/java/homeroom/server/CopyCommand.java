// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.storage.mongodb.FeathersMapping;
import homeroom.storage.mongodb.FeathersSource;
import homeroom.storage.mongodb.MongoLimits;
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
      "Copies everything from one store into another, empty one, and compares the two at the end.",
      "No server runs on either. Run again after an interruption, it goes on.",
      "The file 'secret' of the data directory is not part of a store: keep it for the new server.",
      "With --from-format feathers the source is the database of an application built on Feathers,",
      "which is only read; docs/migrating.md has the settings of --config for its names."
    })
final class CopyCommand implements Callable<Integer> {

  private final Clock clock;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "STORE",
      description =
          "The store: sqlite:FILE, mongodb://HOST/DATABASE or mongodb+srv://HOST/DATABASE.")
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
      names = "--from-format",
      paramLabel = "FORMAT",
      description = "What --from is: ${COMPLETION-CANDIDATES}. Usual: ${DEFAULT-VALUE}.")
  private StoreFormat fromFormat = StoreFormat.homeroom;

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
    StoreAddress target = address(to, new Properties());
    return switch (fromFormat) {
      case homeroom -> copy(address(from, settings), target);
      case feathers -> copy(settings, target);
    };
  }

  private int copy(StoreAddress source, StoreAddress target) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (OpenStores reading = source.openAlone();
        OpenStores writing = target.openAlone()) {
      reading.whole();
      // A roster that is being brought in is moved as a whole.
      RosterStores.takeUpAlone(reading.stores(), clock);
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

  /** From an application, whose names the settings say. */
  private int copy(Properties settings, StoreAddress target) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Reading who is there and how many messages; nothing is written there ...");
    out.flush();
    try (FeathersSource reading = feathers(settings, target);
        OpenStores writing = target.openAlone()) {
      boolean done = new StoreCopy(reading, writing.transfer(), out).run();
      if (!reading.leftOut().isEmpty()) {
        out.println("Not brought over as they were:");
        reading.leftOut().forEach(line -> out.println("  " + line));
        out.flush();
      }
      if (done) {
        new OperatorAudit(clock)
            .record(writing.stores(), AuditAction.IMPORTED, "a copy of another application");
      }
      return done ? 0 : 1;
    }
  }

  private FeathersSource feathers(Properties settings, StoreAddress target) {
    if (!(address(from, new Properties()) instanceof MongoAddress)) {
      throw new ParameterException(
          spec.commandLine(), "--from-format feathers reads from mongodb://HOST/DATABASE.");
    }
    if (target instanceof MongoAddress && FeathersSource.isSameDatabase(from, to)) {
      throw new ParameterException(
          spec.commandLine(),
          "--to is the database of the application; name another one on that server.");
    }
    return FeathersSource.open(
        from, FeathersMapping.of(MongoAddress.settings(settings)), MongoLimits.DEFAULT);
  }

  private StoreAddress address(String text, Properties settings) {
    try {
      return StoreAddress.of(text, settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
