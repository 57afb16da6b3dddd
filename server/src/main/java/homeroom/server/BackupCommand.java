// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom backup DIR}: a copy of an installation that a server can run on. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = {
      "Copies an installation, also while its server runs, and sees that the copy is whole.",
      "Every message acknowledged before it started is in it. To go back to it: serve --data DIR.",
      "The copy holds children's data and the secret that signs tokens: keep it safe."
    })
final class BackupCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "DIR", description = "A new directory for the copy.")
  private Path to = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  BackupCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (data.store != null) {
      throw new ParameterException(
          spec.commandLine(),
          "A backup is made of the store in the directory of --data, not of --store: MongoDB has"
              + " mongodump, SQLite has VACUUM INTO.");
    }
    Path from = data.directory == null ? DataDirectory.SCHOOL : data.directory;
    if (!Files.exists(from.resolve(DataDirectory.STORE))) {
      throw new ParameterException(
          spec.commandLine(), "There is no installation in " + from + "; --data names another.");
    }
    if (Files.exists(to)) {
      throw new ParameterException(
          spec.commandLine(), to + " is there already; a backup goes into a new directory.");
    }
    try (SqliteStores store =
        SqliteStores.open(from.resolve(DataDirectory.STORE), SqliteLimits.DEFAULT)) {
      new BackupCopy(store, DataDirectory.open(from), clock).to(to);
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "Copied %s to %s (%.1f MB).%nTo run on it: %s%n",
            from,
            to,
            Files.size(to.resolve(DataDirectory.STORE)) / 1e6,
            Program.shell(Program.NAME + " serve --data", to));
    return 0;
  }
}
