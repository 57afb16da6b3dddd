// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.bus.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

/** Where a store is, and how it is opened. */
sealed interface StoreAddress permits SqliteAddress, MongoAddress {

  /**
   * Reads {@code sqlite:FILE}, {@code mongodb://...} or {@code mongodb+srv://...}.
   *
   * @param settings of the configuration file
   * @throws IllegalArgumentException if it is neither; its message has nothing of the address,
   *     which may have a password in it
   */
  static StoreAddress of(String text, Properties settings) {
    if (text.startsWith(SqliteAddress.SCHEME) && text.length() > SqliteAddress.SCHEME.length()) {
      return new SqliteAddress(Path.of(text.substring(SqliteAddress.SCHEME.length())));
    }
    if (text.startsWith("mongodb://") || text.startsWith("mongodb+srv://")) {
      return MongoAddress.of(text, settings);
    }
    throw new IllegalArgumentException(
        "A store is sqlite:FILE, mongodb://HOST/DATABASE or mongodb+srv://HOST/DATABASE.");
  }

  /** Opens it beside a server that may run on it. */
  OpenStores open() throws IOException;

  /**
   * Opens it for the one server that runs on it.
   *
   * @throws IOException if another one does
   */
  OpenStores openAlone() throws IOException;

  /**
   * Opens it for one of several nodes, with what they share.
   *
   * @param secret that this node signs tokens with
   * @throws IOException if the store cannot have several, or not this one beside those that live
   */
  OpenStores openAsNode(NodeId node, byte[] secret) throws IOException;

  /** For people; has no password. */
  @Override
  String toString();
}
