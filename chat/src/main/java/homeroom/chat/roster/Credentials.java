// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

/**
 * A user and the hash of the password.
 *
 * @param passwordHash in the modular crypt format; never logged, never on the wire
 */
public record Credentials(User user, String passwordHash) {

  /** Whether there is one: nobody signs in with an empty hash. */
  public boolean hasPassword() {
    return !passwordHash.isEmpty();
  }

  @Override
  public String toString() {
    return "Credentials[" + user.id() + "]";
  }
}
