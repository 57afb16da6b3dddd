// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.ClusterStores;
import homeroom.chat.Stores;
import homeroom.chat.transfer.StoreTransfer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Stores that were opened, and what goes with them.
 *
 * @param transfer all that the stores keep, for moving it into others or from others
 * @param hold the right to serve the stores
 * @param closing closes the stores and gives back the right
 * @param shared what the nodes of a cluster share besides; null unless a node opened it
 */
record OpenStores(
    Stores stores,
    StoreTransfer transfer,
    Hold hold,
    Runnable closing,
    @Nullable ClusterStores shared)
    implements AutoCloseable {

  /**
   * Makes sure that what is stored is whole.
   *
   * @throws IOException if a copy into it is not finished
   */
  OpenStores whole() throws IOException {
    if (transfer.isBegun()) {
      throw new IOException(
          "A copy into this store is not finished: run "
              + Program.NAME
              + " copy again, which goes on where"
              + " it stopped.");
    }
    return this;
  }

  @Override
  public void close() {
    closing.run();
  }
}
