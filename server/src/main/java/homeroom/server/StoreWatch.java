// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import homeroom.storage.sqlite.SqliteFault;
import homeroom.storage.sqlite.SqliteStores;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole store once after the start, when everybody is connected, and says so if a page is
 * damaged. Safe for many threads.
 */
final class StoreWatch {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  /** Until it is tried again. */
  private static final Duration LATER = Duration.ofHours(1);

  private final SqliteStores store;
  private volatile List<String> damages = List.of();

  StoreWatch(SqliteStores store) {
    this.store = store;
  }

  /** Begins to read after a while, and again later if it could not be read; does not wait. */
  void start(Timer timer, Duration after) {
    var _ =
        timer.after(
            after,
            () -> Thread.ofPlatform().name("store-check").daemon().start(() -> lookOn(timer)));
  }

  private void lookOn(Timer timer) {
    if (!look()) {
      try {
        start(timer, LATER);
      } catch (RejectedExecutionException e) {
        LOG.debug("The server ends.");
      }
    }
  }

  /** Reads all of it, which takes as long as that; whether it could. */
  boolean look() {
    try {
      damages = store.damages();
    } catch (SqliteFault e) {
      damages = List.of(String.valueOf(e.getMessage()));
    } catch (StoreUnavailable e) {
      LOG.warn("The store could not be read for damage, and is read later: {}", e.getMessage());
      return false;
    }
    if (!damages.isEmpty()) {
      LOG.error(
          "The store is damaged: {}. What stands elsewhere in it is served. To mend it stop the"
              + " server, keep a copy of the data directory, run '{} doctor' for more, and '{}"
              + " restore' the newest backup that is whole.",
          String.join("; ", damages),
          Program.NAME,
          Program.NAME);
    }
    return true;
  }

  /** How many there are; 0 while nobody knows of any. */
  int damages() {
    return damages.size();
  }
}
