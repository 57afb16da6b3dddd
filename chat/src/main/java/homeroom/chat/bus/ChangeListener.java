// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Tells the people of this node what other nodes changed. Safe for many threads; blocks on the
 * store, and throws its {@link homeroom.chat.school.StoreUnavailable} to be called again.
 */
public interface ChangeListener {

  /** The log has this change, and all changes of the conversation before it. */
  void heard(SchoolId school, Change.OfMessage change);

  /** The store has this now. */
  void heard(SchoolId school, News news);

  /** Another node says who is online on it. */
  void heard(SchoolId school, NodeId from, Notice.OfPresence notice);

  /** Another node told people of receipts; those whom it concerns may be here. */
  void heard(SchoolId school, Notice.OfReceipts notice);

  /** Somebody writes on another node. */
  void heard(SchoolId school, Notice.OfTyping notice);

  /** A sign-in failed on another node. */
  void heard(Notice.OfFailure notice);

  /**
   * What is not announced is to be looked for in the store; called before this node counts as
   * knowing what happened until then.
   */
  void catchUp();

  /**
   * The school is heard, and nobody has come to it here yet: what the store has by now is nothing
   * that they are to be told.
   *
   * @param since nothing older is looked for later
   * @param now when the store is asked
   */
  void begins(SchoolId school, Instant since, Instant now);

  /** The others may not know who is online here, nor this node who is online there. */
  void introduce(SchoolId school);

  /** The nodes that live, as the store knows now. */
  void living(Set<NodeId> nodes);

  /**
   * What changed in the school since then may not have been heard: it is in the store.
   *
   * @return the conversations of which it could not be told, and why; all others were
   */
  Map<ConversationId, RuntimeException> look(SchoolId school, Instant since);

  /** The same of one conversation. */
  void look(SchoolId school, ConversationId conversation, Instant since);
}
