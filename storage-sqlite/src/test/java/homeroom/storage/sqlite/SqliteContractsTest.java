package homeroom.storage.sqlite;

import homeroom.contracts.AuditLogContract;
import homeroom.contracts.ConversationStoreContract;
import homeroom.contracts.EndedTokenStoreContract;
import homeroom.contracts.MessageOrderContract;
import homeroom.contracts.MessageSearchContract;
import homeroom.contracts.MessageStoreContract;
import homeroom.contracts.QueryContract;
import homeroom.contracts.ReceiptStoreContract;
import homeroom.contracts.RosterChangeContract;
import homeroom.contracts.RosterStoreContract;
import homeroom.contracts.Stores;
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
        QueryContract,
        ReceiptStoreContract,
        AuditLogContract,
        EndedTokenStoreContract {

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
    return DurabilityTest.storesOf(first);
  }

  @Override
  public Stores secondStores() {
    return DurabilityTest.storesOf(second);
  }
}
