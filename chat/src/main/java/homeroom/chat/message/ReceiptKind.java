// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/** What became of messages at one member. */
public enum ReceiptKind {
  /** They reached a client of the member. */
  DELIVERED,
  /** The member read them, so they were delivered too. */
  READ
}
