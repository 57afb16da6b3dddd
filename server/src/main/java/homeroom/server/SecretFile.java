// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AccessTokens;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The file with the secret that signs access tokens: 64 hex digits, mode 0600. */
final class SecretFile {

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
    if (!Files.exists(file)) {
      make(file);
    }
    DataDirectory.OwnerOnly.demand(file);
    String text = Files.readString(file).strip();
    if (text.isEmpty()) {
      throw new IOException("The file " + file + " is empty; restore it, or delete it.");
    }
    return text;
  }

  private static void make(Path file) throws IOException {
    var secret = new byte[AccessTokens.MIN_SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "secret", ".new");
    DataDirectory.OwnerOnly.restrict(fresh, "rw-------");
    Files.writeString(fresh, HexFormat.of().formatHex(secret) + "\n", StandardOpenOption.SYNC);
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Of several nodes that share the file another one made it meanwhile.
    } catch (UnsupportedOperationException e) {
      Files.move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
