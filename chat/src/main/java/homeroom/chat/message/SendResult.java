// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.Refusal;

/** What became of a message somebody wished to send. */
public sealed interface SendResult {

  /** It is stored durably and was offered to the other members. */
  record Stored(MessageView message) implements SendResult {}

  /** It was sent before: the message as it is now. */
  record Repeated(MessageView message) implements SendResult {}

  record Refused(Refusal refusal) implements SendResult {}
}
