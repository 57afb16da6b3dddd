// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/**
 * A message that somebody sent: stored durably, and offered to the other members.
 *
 * @param message as it is now
 * @param duplicate whether it was there already, sent before with the same clientId
 */
public record Sent(MessageView message, boolean duplicate) {}
