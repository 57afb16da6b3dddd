// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/** What a user is in the school. */
public enum Role {
  STUDENT,
  TEACHER,
  ADMIN;

  /** Whether this role belongs to the staff, who see e-mail addresses and reach everyone. */
  public boolean isStaff() {
    return this != STUDENT;
  }
}
