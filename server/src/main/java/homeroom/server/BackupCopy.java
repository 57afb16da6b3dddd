// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditAction;
import homeroom.storage.sqlite.SqliteFault;
import homeroom.storage.sqlite.SqliteStores;
import homeroom.storage.sqlite.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;

/**
 * Copies an installation, also while a server runs on it, and reads the copy to see that it is
 * whole.
 *
 * @param store already open: a process that looked at the store's file once more would give up what
 *     SQLite has locked of it, since closing any descriptor of a file releases all of its locks
 * @param from where the secret is
 * @param clock what the audit has as the time of the copy
 */
record BackupCopy(SqliteStores store, DataDirectory from, Clock clock) {

  /**
   * @param directory a new one
   * @throws IOException if it cannot be written, or the store that was copied is damaged
   */
  void to(Path directory) throws IOException {
    DataDirectory copy = DataDirectory.open(directory);
    Path copied = copy.path().resolve(DataDirectory.STORE);
    try {
      new OperatorAudit(clock).record(store, AuditAction.EXPORTED, "a backup");
      store.copyTo(copied);
    } catch (SqliteFault fault) {
      throw new IOException("The copy failed: " + fault.getMessage(), fault);
    }
    StoreCheck check = StoreCheck.of(copied);
    if (!check.isWhole()) {
      throw new IOException(
          "The store is damaged, and so is its copy in "
              + directory
              + ": "
              + check.damages().getFirst());
    }
    Path secret = from.path().resolve(DataDirectory.SECRET);
    if (Files.exists(secret)) {
      Files.copy(
          secret, copy.path().resolve(DataDirectory.SECRET), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
