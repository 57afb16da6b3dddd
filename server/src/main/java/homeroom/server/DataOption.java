package homeroom.server;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The directory that a command works on, and the file of settings. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is stored (default: data/school; the demo's: data/demo).")
  @Nullable Path directory;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file with defaults for these options.")
  @Nullable Path config;

  DataDirectory open(Path otherwise) throws IOException {
    return DataDirectory.open(directory == null ? otherwise : directory);
  }
}
