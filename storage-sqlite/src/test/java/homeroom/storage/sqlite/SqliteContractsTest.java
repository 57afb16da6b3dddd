// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.Stores;
import homeroom.chat.contracts.AdminGuardContract;
import homeroom.chat.contracts.AuditLogContract;
import homeroom.chat.contracts.ConversationStoreContract;
import homeroom.chat.contracts.EndedTokenStoreContract;
import homeroom.chat.contracts.EpochStoreContract;
import homeroom.chat.contracts.FactorStoreContract;
import homeroom.chat.contracts.MessageOrderContract;
import homeroom.chat.contracts.MessageSearchContract;
import homeroom.chat.contracts.MessageStoreContract;
import homeroom.chat.contracts.ProbeContract;
import homeroom.chat.contracts.QueryContract;
import homeroom.chat.contracts.ReceiptStoreContract;
import homeroom.chat.contracts.RosterChangeContract;
import homeroom.chat.contracts.RosterImportStoreContract;
import homeroom.chat.contracts.RosterStoreContract;
import homeroom.chat.contracts.SettingsStoreContract;
import homeroom.chat.contracts.SignInStoreContract;
import homeroom.chat.contracts.SupervisionContract;
import homeroom.chat.contracts.UnreadContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Every contract, on one file that two instances have open. */
class SqliteContractsTest
    implements RosterStoreContract,
        RosterChangeContract,
        ConversationStoreContract,
        MessageStoreContract,
        MessageOrderContract,
        MessageSearchContract,
        UnreadContract,
        QueryContract,
        ReceiptStoreContract,
        AuditLogContract,
        EndedTokenStoreContract,
        SignInStoreContract,
        RosterImportStoreContract,
        FactorStoreContract,
        EpochStoreContract,
        ProbeContract,
        SettingsStoreContract,
        AdminGuardContract,
        SupervisionContract {

  @TempDir static Path directory;

  private static SqliteStores first;
  private static SqliteStores second;

  @BeforeAll
  static void open() {
    first = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    second = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT);
  }

  @AfterAll
  static void close() {
    second.close();
    first.close();
  }

  @Override
  public Stores stores() {
    return first;
  }

  @Override
  public Stores secondStores() {
    return second;
  }
}
