// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.Stores;
import homeroom.chat.contracts.AdvanceTransferContract;
import homeroom.chat.transfer.StoreTransfer;
import org.junit.jupiter.api.AfterEach;

class SqliteReceiptTransferTest implements AdvanceTransferContract {

  private final SqliteStores stores = SqliteStores.temporary();

  @AfterEach
  void close() {
    stores.close();
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
