// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

/**
 * Hears what happens. Called on the client's own thread, in order: return soon, and go to your own
 * thread (of Android's main looper, for one) for what takes long.
 */
public interface ChatListener {

  /** The connection is another: {@link HomeroomClient#state} says which. */
  default void stateChanged(HomeroomClient.State state) {}

  /** A new message of somebody else was pushed; what comes by sync shows in its conversation. */
  default void messageArrived(Message message) {}

  /** A conversation came or changed: messages, counts, members or title. */
  default void conversationChanged(Conversation conversation) {}

  /** A conversation is not this user's any more. */
  default void conversationRemoved(String conversationId) {}

  /** A message that waited is stored. */
  default void messageStored(Unsent unsent, Message message) {}

  /** The server refused a message: it waits to be retried or discarded. */
  default void messageRefused(Unsent unsent, HomeroomException why) {}

  /**
   * The session is over, and the client closed. What was not sent is still in the queue.
   *
   * @param reason {@code expired}, {@code ended} or {@code deactivated}
   */
  default void sessionEnded(String reason) {}
}
