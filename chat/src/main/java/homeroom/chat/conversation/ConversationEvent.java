package homeroom.chat.conversation;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.ConversationId;

/** What people are told about conversations, apart from what is written in them. */
public sealed interface ConversationEvent extends ChatEvent {

  /** You are in it from now on. */
  record Added(Conversation conversation) implements ConversationEvent {}

  /** Its title or people changed. */
  record Updated(Conversation conversation) implements ConversationEvent {}

  /** You are not in it any more. */
  record Removed(ConversationId id) implements ConversationEvent {}
}
