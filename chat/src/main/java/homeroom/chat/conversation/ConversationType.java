// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

/** How a conversation came to its members. */
public enum ConversationType {
  /** Of two people, one per pair for ever. */
  DIRECT,
  /** Of those its members chose. */
  GROUP,
  /** Of the teachers and students of a class, following the roster. */
  CLASS
}
