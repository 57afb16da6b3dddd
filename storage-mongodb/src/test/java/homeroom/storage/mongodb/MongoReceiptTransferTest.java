// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.Stores;
import homeroom.chat.contracts.AdvanceTransferContract;
import homeroom.chat.transfer.StoreTransfer;
import org.junit.jupiter.api.AfterEach;

class MongoReceiptTransferTest implements AdvanceTransferContract {

  private final MongoServer server = new MongoServer(new MemoryBackend());
  private final MongoStores stores =
      MongoStores.open(server.bindAndGetConnectionString(), "school", MongoLimits.DEFAULT);

  @AfterEach
  void close() {
    stores.close();
    server.shutdownNow();
  }

  @Override
  public Stores stores() {
    return stores;
  }

  @Override
  public StoreTransfer transfer() {
    return stores.transfer();
  }
}
