package homeroom.server;

import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.AuditLog;
import homeroom.chat.session.EndedTokenStore;

/**
 * Every store of the chat, wherever it is.
 *
 * @param hold what keeps other servers off while this one runs
 */
record Stores(
    RosterStore roster,
    ConversationStore conversations,
    MessageStore messages,
    ReceiptStore receipts,
    AuditLog audit,
    EndedTokenStore endedTokens,
    Runnable closing,
    Hold hold)
    implements AutoCloseable {

  /** Closes the store, then lets go of it. */
  @Override
  public void close() {
    closing.run();
    hold.close();
  }
}
