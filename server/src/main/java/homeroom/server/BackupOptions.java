// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Backups that the server makes by itself. */
final class BackupOptions {

  private static final int MAX_HOURS = 8_784;

  @Option(
      names = "--backup-dir",
      paramLabel = "DIR",
      description =
          "Where the server puts backups by itself, each in a directory of its own; better on"
              + " another disk (default: it makes none).")
  @Nullable Path directory;

  @Option(
      names = "--backup-every",
      paramLabel = "HOURS",
      defaultValue = "24",
      description = "How long after a backup the next is made, in hours (default: 24).")
  int everyHours = 24;

  @Option(
      names = "--backup-keep",
      paramLabel = "NUMBER",
      defaultValue = "14",
      description = "How many of them are kept; older ones are deleted (default: 14).")
  int keep = 14;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  Duration every() {
    if (everyHours < 1 || everyHours > MAX_HOURS) {
      throw new ParameterException(
          spec.commandLine(), "--backup-every is 1 to " + MAX_HOURS + " hours.");
    }
    return Duration.ofHours(everyHours);
  }

  int keep() {
    if (keep < 1) {
      throw new ParameterException(spec.commandLine(), "--backup-keep is 1 or more.");
    }
    return keep;
  }
}
