// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;

/** An upgrade in a process of its own that is killed within a step, after half of its work. */
final class UpgradeKilled {

  /** The next upgrade waits for its end. */
  private static final Duration LEASE = Duration.ofSeconds(2);

  private UpgradeKilled() {}

  /** Connection string and database. */
  public static void main(String[] args) {
    var killed =
        new Migration(
            "killed",
            (database, _) -> {
              database
                  .getCollection("users")
                  .updateMany(Filters.eq("role", "student"), Updates.set("nickname", "half"));
              Runtime.getRuntime().halt(137);
            });
    KeptStore.open(args[0], args[1], MigrationsTest.withNext(killed, LEASE)).close();
  }
}
