// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Epoch;
import homeroom.chat.message.EpochStore;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteEpochStore implements EpochStore {

  /** Has a copy of the store say that it is one. */
  static final String MARK = "UPDATE epoch SET copied = 1";

  private final Database database;

  SqliteEpochStore(Database database) {
    this.database = database;
  }

  @Override
  public Epoch epoch() {
    return database
        .read(session ->
            session.first(
                "SELECT e.id, e.since, e.copied FROM epoch e",
                row -> new Epoch(row.text(1), row.time(2), row.number(3) == 1)))
        .orElseThrow(() -> new SqliteFault("The store has no epoch", null));
  }

  @Override
  public void replace(Epoch epoch) {
    var _ = replace(epoch, "");
  }

  @Override
  public boolean replaceCopied(Epoch epoch) {
    return replace(epoch, " WHERE copied = 1");
  }

  private boolean replace(Epoch epoch, String where) {
    return database.write(session ->
        session.update(
                "UPDATE epoch SET id = ?, since = ?, copied = ?" + where,
                epoch.id(),
                epoch.since(),
                epoch.copied())
            == 1);
  }
}
