package homeroom.chat.conversation;

/** placeholder */
final class ConversationPolicy {}
