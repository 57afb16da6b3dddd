package homeroom.server;

import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.AuditLog;
import homeroom.chat.session.EndedTokenStore;
import java.util.function.IntSupplier;

/**
 * Every store of the chat, wherever it is.
 *
 * @param closing closes the store and gives back the right to serve it
 * @param hold the right to serve it
 * @param waitingWrites how many writes wait in this process for their turn
 */
record Stores(
    RosterStore roster,
    ConversationStore conversations,
    MessageStore messages,
    ReceiptStore receipts,
    AuditLog audit,
    EndedTokenStore endedTokens,
    Runnable closing,
    Hold hold,
    IntSupplier waitingWrites)
    implements AutoCloseable {

  @Override
  public void close() {
    closing.run();
  }
}
