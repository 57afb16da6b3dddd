// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import homeroom.chat.school.UserId;
import java.util.Optional;

/**
 * Who did it.
 *
 * @param text a user's id, or what no id is, in brackets
 */
public record AuditActor(String text) {

  /** Whoever runs the installation, at its command line. */
  public static final AuditActor OPERATOR = new AuditActor("(operator)");

  /** Somebody who did not prove who they are. */
  public static final AuditActor STRANGER = new AuditActor("(stranger)");

  public static AuditActor of(UserId user) {
    return new AuditActor(user.value());
  }

  /** Empty for who is no user. */
  public Optional<UserId> user() {
    return text.startsWith("(") ? Optional.empty() : Optional.of(new UserId(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
