// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/** How far a message has come with all of its readers. */
public enum MessageStatus {
  SENT,
  DELIVERED,
  READ
}
