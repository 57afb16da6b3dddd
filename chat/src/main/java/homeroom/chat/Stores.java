// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.audit.AuditLog;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.message.EpochStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.policy.SettingsStore;
import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.session.EndedTokenStore;
import homeroom.chat.session.FactorStore;
import homeroom.chat.session.SignInStore;
import java.util.function.LongConsumer;

/**
 * Every store of the chat, over one database. Calls block and are safe for many threads; a write is
 * durable when its call returns. A call that cannot be taken now, or any longer, throws {@link
 * homeroom.chat.school.StoreUnavailable}.
 */
public interface Stores extends AutoCloseable {

  /** What a probe writes: about as much as a message of the longest text. */
  int PROBE_BYTES = 32_768;

  RosterStore roster();

  ConversationStore conversations();

  MessageStore messages();

  ReceiptStore receipts();

  AuditLog audit();

  EndedTokenStore endedTokens();

  SignInStore signIns();

  FactorStore factors();

  EpochStore epochs();

  SettingsStore settings();

  /** What keeps the last admins of a school from leaving at once, where several processes may. */
  AdminGuard adminGuard();

  RosterImportStore rosterImports();

  /**
   * Writes {@value #PROBE_BYTES} bytes that cannot be made fewer, durably, in the place of those of
   * the probe before.
   *
   * @throws homeroom.chat.school.StoreUnavailable if that cannot be now
   */
  void probe();

  /** How many writes wait in this process for their turn; 0 where none ever waits. */
  default int waitingWrites() {
    return 0;
  }

  /** How many reads and searches wait in this process for their turn; 0 where none ever waits. */
  default int waitingReads() {
    return 0;
  }

  /**
   * Has {@code told} hear how long each group of writes took from its begin until it was durable,
   * in nanoseconds, on a thread of the store; never where writes are stored one by one elsewhere.
   */
  default void whenCommitted(LongConsumer told) {}

  /** How many documents of another application's roster could not be read, and were left out. */
  default long skippedDocuments() {
    return 0;
  }

  /** Refuses new calls and gives back what was taken. */
  @Override
  void close();
}
