// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

import homeroom.chat.school.UserId;

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

  @Override
  public String toString() {
    return text;
  }
}
