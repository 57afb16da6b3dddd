package homeroom.chat.message;

/** How far a message has come with all of its readers. */
public enum MessageStatus {
  SENT,
  DELIVERED,
  READ
}
