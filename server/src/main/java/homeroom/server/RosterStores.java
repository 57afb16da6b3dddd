// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Stores;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.RosterImports;
import java.io.IOException;

/**
 * Stores that an import works on: alone, so that it brings rosters in itself, or beside a server,
 * which does.
 */
record RosterStores(OpenStores opened, boolean isAlone) implements AutoCloseable {

  /**
   * @param reads whether nothing is to be changed
   */
  static RosterStores open(DataDirectory directory, boolean reads) throws IOException {
    if (reads) {
      return new RosterStores(directory.store().open(), false);
    }
    OpenStores alone;
    try {
      alone = directory.store().openAlone();
    } catch (IOException anotherServer) {
      return new RosterStores(directory.store().open(), false);
    }
    try {
      return new RosterStores(alone.whole(), true);
    } catch (IOException | RuntimeException e) {
      alone.close();
      throw e;
    }
  }

  Stores stores() {
    return opened.stores();
  }

  /** What another process did not finish. */
  void finishEarlier(RosterImports imports) {
    if (isAlone) {
      var _ = imports.takeUp(ImportProgress.NONE);
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
