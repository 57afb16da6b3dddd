// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Unguessable ids: 120 random bits as 20 characters, behind the name of a node and a dot where
 * there is one. Safe for any thread.
 */
public final class SessionIds {

  private static final int BYTES = 15;

  private static final int LONGEST_NAME = 32;

  /** What no address has to escape. */
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final SecureRandom random = new SecureRandom();
  private final String prefix;

  /** Ids without a name before them. */
  public SessionIds() {
    this.prefix = "";
  }

  /**
   * Ids of one node among several.
   *
   * @param node 1 to 32 letters, digits, {@code -} and {@code _}
   * @throws IllegalArgumentException if it is no such name
   */
  public SessionIds(String node) {
    boolean isName =
        !node.isEmpty()
            && node.length() <= LONGEST_NAME
            && node.chars().allMatch(letter -> LETTERS.indexOf(letter) >= 0);
    if (!isName) {
      throw new IllegalArgumentException(
          "a node's name is 1 to 32 of A-Z, a-z, 0-9, - and _, but is: " + node);
    }
    this.prefix = node + ".";
  }

  public String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return prefix + Base64.getUrlEncoder().encodeToString(bytes);
  }
}
