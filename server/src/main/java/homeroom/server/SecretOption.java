// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secret is that a command signs or hashes with, as the server or the nodes do. */
final class SecretOption {

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description =
          "The file with the secret of the server, or of all nodes (default: secret in the"
              + " directory of --data).")
  private @Nullable Path file;

  /** The secret, made on first use. */
  byte[] secret(DataDirectory directory) throws IOException {
    return file == null ? directory.secret() : SecretFile.readOrMake(file);
  }
}
