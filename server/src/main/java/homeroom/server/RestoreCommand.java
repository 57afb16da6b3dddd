// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.message.Epochs;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom restore DIR}: an installation from its backup. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an installation in the directory of --data, new or empty, from a backup.",
      "The backup stays as it is. Clients forget what was written since, and begin anew."
    })
final class RestoreCommand implements Callable<Integer> {

  private final Clock clock;

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "DIR", description = "What backup made.")
  private Path from = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  RestoreCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (data.store != null) {
      throw refused(
          "A backup is restored into the directory of --data, not into --store: MongoDB has"
              + " mongorestore, after which run "
              + Program.NAME
              + " epoch new.");
    }
    Path to = data.directory == null ? DataDirectory.SCHOOL : data.directory;
    if (!Files.exists(from.resolve(DataDirectory.STORE))) {
      throw refused("There is no backup in " + from + ".");
    }
    if (isUsed(to)) {
      throw refused(
          to + " is there already; move it away first, or name another directory by --data.");
    }
    restore(DataDirectory.open(to));
    return 0;
  }

  /** An empty directory is as good as none: one may have been made for the user who runs this. */
  private static boolean isUsed(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Files.exists(directory);
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isPresent();
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private void restore(DataDirectory to) throws IOException {
    Path store = to.path().resolve(DataDirectory.STORE);
    copy(to, DataDirectory.SECRET);
    copy(to, DataDirectory.STORE);
    copy(to, DataDirectory.STORE + "-wal");
    try (SqliteStores stores = SqliteStores.open(store, SqliteLimits.DEFAULT)) {
      var ids = new TimeOrderedIds(clock, new SecureRandom());
      new Epochs(stores.epochs(), ids, clock).begin();
      new OperatorAudit(clock).record(stores, AuditAction.IMPORTED, "a backup");
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "Restored %s from %s (%.1f MB).%nTo run on it: %s%n",
            to.path(),
            from,
            Files.size(store) / 1e6,
            Program.shell(Program.NAME + " serve --data", to.path()));
  }

  private void copy(DataDirectory to, String file) throws IOException {
    Path source = from.resolve(file);
    if (Files.exists(source)) {
      Path copy = to.path().resolve(file);
      Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES);
      DataDirectory.OwnerOnly.restrict(copy, "rw-------");
    }
  }
}
