// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;

/** Somebody writes a message, or stopped; told to the other members who are online. */
public sealed interface TypingEvent extends ChatEvent {

  ConversationId conversationId();

  UserId userId();

  record Started(ConversationId conversationId, UserId userId) implements TypingEvent {}

  record Stopped(ConversationId conversationId, UserId userId) implements TypingEvent {}
}
