// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import homeroom.storage.sqlite.SqliteFault;
import homeroom.storage.sqlite.SqliteStores;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole store once after the start, when everybody is connected, and says so if a page is
 * damaged. Safe for many threads.
 */
final class StoreWatch {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private final SqliteStores store;
  private volatile List<String> damages = List.of();

  StoreWatch(SqliteStores store) {
    this.store = store;
  }

  /** Begins to read after a while; does not wait. */
  void start(Timer timer, Duration after) {
    var _ =
        timer.after(
            after, () -> Thread.ofPlatform().name("store-check").daemon().start(this::look));
  }

  /** Reads all of it, which takes as long as that. */
  void look() {
    try {
      damages = store.damages();
    } catch (SqliteFault e) {
      damages = List.of(String.valueOf(e.getMessage()));
    } catch (StoreUnavailable e) {
      LOG.warn("The store could not be looked at for damage: {}", e.getMessage());
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
  }

  /** How many there are; 0 while nobody knows of any. */
  int damages() {
    return damages.size();
  }
}
