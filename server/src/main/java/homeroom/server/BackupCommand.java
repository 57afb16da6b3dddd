// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.storage.sqlite.SqliteFault;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
      "Copies an installation, also while its server runs: every message acknowledged",
      "before it started is in the copy. To go back to it: serve --data DIR.",
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
    copy(DataDirectory.open(from), DataDirectory.open(to));
    return 0;
  }

  private void copy(DataDirectory from, DataDirectory copy) throws IOException {
    Path store = copy.path().resolve(DataDirectory.STORE);
    try (SqliteStores stores =
        SqliteStores.open(from.path().resolve(DataDirectory.STORE), SqliteLimits.DEFAULT)) {
      new OperatorAudit(clock).record(stores, AuditAction.EXPORTED, "a backup");
      stores.copyTo(store);
    } catch (SqliteFault fault) {
      spec.commandLine().getErr().println("The copy failed: " + fault.getMessage());
      throw fault;
    }
    Path secret = from.path().resolve(DataDirectory.SECRET);
    if (Files.exists(secret)) {
      Files.copy(
          secret, copy.path().resolve(DataDirectory.SECRET), StandardCopyOption.COPY_ATTRIBUTES);
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "Copied %s to %s (%.1f MB).%nTo run on it: %s serve --data %s%n",
            from.path(),
            copy.path(),
            Files.size(store) / 1e6,
            Program.NAME,
            copy.path());
  }
}
