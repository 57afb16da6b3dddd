package homeroom.server;

import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.AuditLog;
import homeroom.chat.session.EndedTokenStore;
import homeroom.chat.transfer.StoreTransfer;
import java.io.IOException;
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
    StoreTransfer transfer,
    Runnable closing,
    Hold hold,
    IntSupplier waitingWrites)
    implements AutoCloseable {

  /**
   * Makes sure that what is stored is whole.
   *
   * @throws IOException if a copy into it is not finished
   */
  Stores whole() throws IOException {
    if (transfer.isBegun()) {
      throw new IOException(
          "A copy into this store is not finished: run ./homeroom copy again, which goes on where"
              + " it stopped.");
    }
    return this;
  }

  @Override
  public void close() {
    closing.run();
  }
}
