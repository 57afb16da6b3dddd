// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/**
 * What a school decides for itself.
 *
 * @param studentToStudentDirect whether students may write directly to students of a shared class
 * @param studentGroups whether students may start groups
 */
public record SchoolSettings(boolean studentToStudentDirect, boolean studentGroups) {

  /** Safe and useful: students of a shared class may write to each other and make groups. */
  public static final SchoolSettings DEFAULT = new SchoolSettings(true, true);
}
