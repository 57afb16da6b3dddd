// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

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
    ConnectionString parsed = MongoStores.parsed(connectionString);
    @Nullable String named = parsed.getDatabase();
    try (MongoClient client =
        MongoClients.create(
            MongoStores.bounded(MongoStores.settings(parsed), MongoLimits.DEFAULT))) {
      MongoDatabase database =
          client.getDatabase(named == null ? MongoStores.DEFAULT_DATABASE : named);
      return of(database, Collections.of(database, mapping), clock);
    } catch (MongoException e) {
      throw MongoErrors.translate(e);
    }
  }

  private static MongoCheck of(MongoDatabase database, Collections collections, Clock clock) {
    Document first = hello(database); // connects, which the next one need not do
    Instant asked = clock.instant();
    long began = System.nanoTime();
    Document told = hello(database);
    var answered = Duration.ofNanos(System.nanoTime() - began);
    Optional<Duration> ahead =
        Optional.ofNullable(told.get("localTime"))
            .filter(Date.class::isInstance)
            .map(time ->
                Duration.between(asked.plus(answered.dividedBy(2)), ((Date) time).toInstant()));
    int version = Migrations.OF_THIS_PROGRAM.known(collections.schema());
    return new MongoCheck(
        answered,
        first.containsKey("setName") || "isdbgrid".equals(first.get("msg")),
        ahead,
        version,
        Migrations.OF_THIS_PROGRAM.newest(),
        version == 0 ? List.of() : Indexes.missing(collections));
  }

  /** Under the name that every server knows; {@code hello} is that of newer ones alone. */
  static Document hello(MongoDatabase database) {
    return database.runCommand(new Document("isMaster", 1));
  }
}
