// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.nio.file.Files;
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

  /**
   * The secret. Made on first use only beside the store, where the server finds it: what another
   * one signs is good nowhere.
   *
   * @throws IOException if it is not there, or cannot be read
   */
  byte[] secret(DataDirectory directory) throws IOException {
    Path there = file == null ? directory.path().resolve(DataDirectory.SECRET) : file;
    if (!Files.exists(there) && (file != null || !directory.hasStore())) {
      throw new IOException(
          "There is no secret "
              + there
              + ": --data names the directory of the server, and --secret-file its secret.");
    }
    return SecretFile.readOrMake(there);
  }
}
