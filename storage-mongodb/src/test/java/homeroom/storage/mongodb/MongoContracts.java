package homeroom.storage.mongodb;

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

/** Every contract, on one database that two instances have open. */
interface MongoContracts
    extends RosterStoreContract,
        RosterChangeContract,
        ConversationStoreContract,
        MessageStoreContract,
        MessageOrderContract,
        MessageSearchContract,
        QueryContract,
        ReceiptStoreContract,
        AuditLogContract,
        EndedTokenStoreContract {

  static Stores storesOf(MongoStores stores) {
    return new Stores(
        stores.roster(),
        stores.conversations(),
        stores.messages(),
        stores.receipts(),
        stores.audit(),
        stores.endedTokens());
  }
}
