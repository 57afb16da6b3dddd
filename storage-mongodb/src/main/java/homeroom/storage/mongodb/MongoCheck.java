// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a look at a database of MongoDB found. It changes nothing, and may run beside a server.
 *
 * @param answered how long the database took to answer
 * @param replicated whether it is a replica set or a sharded cluster, so that the loss of one disk
 *     loses nothing
 * @param clockAhead by how much its clock is before this machine's, the way there left out; empty
 *     if it does not say
 * @param version the one the store has; 0 if there is none
 * @param newest the one this program works with
 * @param missingIndexes those that the next start makes, by collection and fields
 */
public record MongoCheck(
    Duration answered,
    boolean replicated,
    Optional<Duration> clockAhead,
    int version,
    int newest,
    List<String> missingIndexes) {

  public MongoCheck {
    missingIndexes = List.copyOf(missingIndexes);
  }

  /**
   * Asks the database that the connection string names, or {@value MongoStores#DEFAULT_DATABASE}.
   *
   * @throws homeroom.chat.school.StoreUnavailable if no server takes writes now
   * @throws MongoFault if the connection string cannot be understood or the database refuses
   */
  public static MongoCheck of(String connectionString, RosterMapping mapping, Clock clock) {
    return DatabaseLook.at(
        connectionString, database -> of(database, Collections.of(database, mapping), clock));
  }

  private static MongoCheck of(MongoDatabase database, Collections collections, Clock clock) {
    DatabaseLook.Hello hello = DatabaseLook.Hello.of(database, clock);
    int version = Migrations.OF_THIS_PROGRAM.known(collections.schema());
    return new MongoCheck(
        hello.answered(),
        hello.told().containsKey("setName") || "isdbgrid".equals(hello.told().get("msg")),
        hello.clockAhead(),
        version,
        Migrations.OF_THIS_PROGRAM.newest(),
        version == 0 ? List.of() : Indexes.missing(collections));
  }
}
