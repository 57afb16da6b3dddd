// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import homeroom.chat.school.StoreUnavailable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said while there is no room, with a bound on the pages of the file for a full disk. */
class FullDiskTest {

  @Test
  void theCauseIsLoggedOnceAndItsEndOnce() {
    var log = (Logger) LoggerFactory.getLogger(Writer.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    log.setLevel(Level.INFO);
    log.addAppender(lines);
    try (var stores = SqliteStores.temporary()) {
      assertThatCode(stores::probe).doesNotThrowAnyException();
      long pages = number(stores, "PRAGMA page_count");
      number(stores, "PRAGMA max_page_count = " + pages);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> fill(stores)).isInstanceOf(StoreUnavailable.class);
      }
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly("The store takes no writes: The disk of the store is full.");
      number(stores, "PRAGMA max_page_count = 1000000");
      stores.probe();
      stores.probe();
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .endsWith("The store takes writes again.")
          .hasSize(2);
    } finally {
      log.detachAppender(lines);
    }
  }

  private static void fill(SqliteStores stores) {
    int _ =
        stores
            .database()
            .write(session ->
                session.update("INSERT OR REPLACE INTO probe VALUES (1, randomblob(1000000))"));
  }

  private static long number(SqliteStores stores, String pragma) {
    return stores.database().write(session -> session.number(pragma));
  }
}
