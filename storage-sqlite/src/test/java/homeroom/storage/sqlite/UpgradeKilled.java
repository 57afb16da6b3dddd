// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.file.Path;
import java.time.Clock;

/** An upgrade in a process of its own that is killed within a step, after it wrote a lot. */
final class UpgradeKilled {

  private UpgradeKilled() {}

  /** The store's file. */
  public static void main(String[] args) {
    var killed =
        new Migration(
            "killed",
            statement -> {
              MigrationsTest.NICKNAMES.step().apply(statement);
              statement.executeUpdate(
                  "PRAGMA cache_size = 10"); // pages; the rest goes into the log
              statement.executeUpdate("CREATE TABLE filler (bytes BLOB)");
              for (int i = 0; i < 200; i++) {
                statement.executeUpdate("INSERT INTO filler VALUES (randomblob(20000))");
              }
              Runtime.getRuntime().halt(137);
            });
    SqliteStores.open(
            Path.of(args[0]),
            SqliteLimits.DEFAULT,
            MigrationsTest.withNext(killed),
            Clock.systemUTC())
        .close();
  }
}
