// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.sql.SQLException;

/**
 * Whether the commits of a connection wait for the disk. The log is one: a commit that waits takes
 * along all before it, and what is copied from it into the file was waited for, too. Owned by the
 * one writer thread.
 */
final class CommitSync {

  private final StatementCache session;
  private final boolean durable;
  private boolean waits;

  /**
   * @param durable false of a store that is thrown away after use, none of whose commits waits
   */
  CommitSync(StatementCache session, boolean durable) {
    this.session = session;
    this.durable = durable;
    this.waits = durable;
  }

  /** Has the next transaction's commit wait, or not; SQLite takes it before one begins alone. */
  void beforeTransaction(boolean wait) throws SQLException {
    if (durable && wait != waits) {
      session.set("PRAGMA synchronous = " + (wait ? "FULL" : "NORMAL"));
      waits = wait;
    }
  }
}
