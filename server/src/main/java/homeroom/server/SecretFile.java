// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AccessTokens;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The file with the secret that signs access tokens: 64 hex digits, mode 0600. */
final class SecretFile {

  /** Gives a file a further name, unless something has that. */
  @FunctionalInterface
  interface Linking {
    void link(Path name, Path file) throws IOException;
  }

  private SecretFile() {}

  /**
   * The secret, made on first use.
   *
   * @throws IOException if the file holds something else, cannot be read or made, or can be read by
   *     others
   */
  static byte[] readOrMake(Path file) throws IOException {
    String text = textOrMake(file);
    try {
      byte[] secret = HexFormat.of().parseHex(text);
      if (secret.length >= AccessTokens.MIN_SECRET_BYTES) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      // What the file holds stays out of the message.
    }
    throw new IOException(
        "The file "
            + file
            + " is not a secret of at least 64 hex digits; restore it, or delete it and have"
            + " everybody sign in again.");
  }

  /** What a file says, without the space around it; made as a secret is, on first use. */
  static String textOrMake(Path file) throws IOException {
    return textOrMake(file, Files::createLink);
  }

  static String textOrMake(Path file, Linking linking) throws IOException {
    if (!Files.exists(file)) {
      make(file, linking);
    }
    DataDirectory.OwnerOnly.demand(file);
    String text = Files.readString(file).strip();
    if (text.isEmpty()) {
      throw new IOException("The file " + file + " is empty; restore it, or delete it.");
    }
    return text;
  }

  private static void make(Path file, Linking linking) throws IOException {
    var secret = new byte[AccessTokens.MIN_SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", ".new");
    DataDirectory.OwnerOnly.restrict(fresh, "rw-------");
    Files.writeString(fresh, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.SYNC);
    try {
      place(fresh, file, linking);
    } catch (FileAlreadyExistsException e) {
      // Of several nodes that share the file another one made it meanwhile.
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** By a link, which never replaces anything; by a move where the file system has no links. */
  private static void place(Path fresh, Path file, Linking linking) throws IOException {
    try {
      linking.link(file, fresh);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(fresh, file);
    }
  }
}
