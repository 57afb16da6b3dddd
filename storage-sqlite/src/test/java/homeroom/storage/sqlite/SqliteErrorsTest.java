// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.StoreUnavailable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteErrorsTest {

  @ParameterizedTest
  @EnumSource(
      names = {
        "SQLITE_BUSY",
        "SQLITE_BUSY_SNAPSHOT",
        "SQLITE_LOCKED",
        "SQLITE_PROTOCOL",
        "SQLITE_FULL",
        "SQLITE_IOERR",
        "SQLITE_IOERR_WRITE",
        "SQLITE_INTERRUPT",
        "SQLITE_NOMEM"
      })
  void whatPassesByItselfIsUnavailableWithAdvice(SQLiteErrorCode code) {
    assertThat(SqliteErrors.translate(new SQLiteException("an error", code)))
        .isInstanceOfSatisfying(
            StoreUnavailable.class,
            unavailable -> assertThat(unavailable.retryAfterMillis()).isPositive());
  }

  @ParameterizedTest
  @EnumSource(names = {"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_CONSTRAINT", "SQLITE_ERROR"})
  void whatNoRepeatHelpsIsAFault(SQLiteErrorCode code) {
    assertThat(SqliteErrors.translate(new SQLiteException("an error", code)))
        .isInstanceOf(SqliteFault.class);
  }
}
