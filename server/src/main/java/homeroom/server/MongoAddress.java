package homeroom.server;

import homeroom.storage.mongodb.MongoLimits;
import homeroom.storage.mongodb.MongoStores;
import java.util.Properties;

/**
 * A database of MongoDB.
 *
 * @param connectionString may have a password in it
 */
record MongoAddress(String connectionString) implements StoreAddress {

  static MongoAddress of(String connectionString, Properties settings) {
    return new MongoAddress(connectionString);
  }

  @Override
  public Stores open() {
    MongoStores stores = MongoStores.open(connectionString, MongoLimits.DEFAULT);
    return new Stores(
        stores.roster(),
        stores.conversations(),
        stores.messages(),
        stores.receipts(),
        stores.audit(),
        stores.endedTokens(),
        stores::close,
        Hold.NONE);
  }

  @Override
  public Stores openAlone() {
    return open();
  }

  @Override
  public String toString() {
    return "the MongoDB of --store";
  }
}
