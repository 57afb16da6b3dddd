// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.transfer;

/**
 * One kind of what a store keeps, in the order in which it is moved: whatever names another thing
 * comes after it.
 */
public enum Part {
  SCHOOLS,
  USERS,
  CLASSES,
  CLASS_TEACHERS,
  CLASS_ENROLLMENTS,
  CONVERSATIONS,
  /** With their revs and earlier texts. */
  MESSAGES,
  RECEIPTS,
  /** When receipts came to a message. */
  ADVANCES,
  AUDIT,
  ENDED_TOKENS,
  /** What people sign in with beside their passwords. */
  FACTORS,
  /** Every version of the rules of schools. */
  SETTINGS,
  /** Classes that are closed for now, or were. */
  CLOSED_CLASSES,
  /** What the sources of rosters call people, classes and links. */
  ROSTER_ENTRIES
}
