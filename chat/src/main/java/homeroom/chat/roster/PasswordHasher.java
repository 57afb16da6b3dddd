// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

/** Makes hashes of new passwords. Long work; blocks until it is done. */
@FunctionalInterface
public interface PasswordHasher {

  /** A hash in the modular crypt format, another one each time. */
  String hash(String password);
}
