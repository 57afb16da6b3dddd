// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.fanout.ChatEvent;

/** What members of a conversation are told about its messages. */
public sealed interface MessageEvent extends ChatEvent {

  MessageView message();

  record Sent(MessageView message) implements MessageEvent {}

  record Edited(MessageView message) implements MessageEvent {}

  record Deleted(MessageView message) implements MessageEvent {}
}
