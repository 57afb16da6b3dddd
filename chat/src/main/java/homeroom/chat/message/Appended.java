// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/** What became of a new message. */
public sealed interface Appended {

  /** The message as it is stored now. */
  Message message();

  /** It was stored, durably, at the next rev. */
  record Stored(Message message) implements Appended {}

  /** The sender's clientId was used in this conversation before: this is that message. */
  record Repeated(Message message) implements Appended {}
}
