// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.StoreUnavailable;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What an error of SQLite means to the caller. */
final class SqliteErrors {

  private static final long SOON_MILLIS = 1_000;
  private static final long LATER_MILLIS = 10_000;

  /** The low byte of an extended result code is its primary code. */
  private static final int PRIMARY = 0xff;

  private SqliteErrors() {}

  /** A fresh exception, since each waiter throws its own. */
  static RuntimeException translate(SQLException error) {
    int code = primaryCode(error);
    if (code == SQLiteErrorCode.SQLITE_BUSY.code
        || code == SQLiteErrorCode.SQLITE_LOCKED.code
        // The locks of the write-ahead log were not had in time.
        || code == SQLiteErrorCode.SQLITE_PROTOCOL.code) {
      return unavailable("Another process holds the store; repeat the call.", SOON_MILLIS, error);
    }
    if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      return unavailable("The disk of the store is full.", LATER_MILLIS, error);
    }
    if (code == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
      return unavailable("The store took too long to answer.", SOON_MILLIS, error);
    }
    if (code == SQLiteErrorCode.SQLITE_IOERR.code || code == SQLiteErrorCode.SQLITE_NOMEM.code) {
      return unavailable("The store cannot read or write its file.", LATER_MILLIS, error);
    }
    return new SqliteFault(sentence(code, error), error);
  }

  private static String sentence(int code, SQLException error) {
    if (isDamage(error)) {
      return "The store's file is damaged: stop the server, run doctor, and go back to a backup ("
          + error.getMessage()
          + ")";
    }
    if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
      return "The store's file cannot be written: its file system is read-only, or this user may"
          + " not ("
          + error.getMessage()
          + ")";
    }
    if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
      return "The store's file cannot be opened: it or its directory is gone, or this user may not"
          + " ("
          + error.getMessage()
          + ")";
    }
    return "The store failed: " + error.getMessage();
  }

  /** Whether a page is not what it should be. */
  static boolean isDamage(SQLException error) {
    return primaryCode(error) == SQLiteErrorCode.SQLITE_CORRUPT.code;
  }

  static boolean isConstraint(SQLException error) {
    return primaryCode(error) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
  }

  static boolean isNotADatabase(SQLException error) {
    return primaryCode(error) == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private static int primaryCode(SQLException error) {
    return error instanceof SQLiteException e ? e.getResultCode().code & PRIMARY : -1;
  }

  private static StoreUnavailable unavailable(String message, long retry, SQLException cause) {
    return new StoreUnavailable(message, retry, cause);
  }
}
