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
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Looks at a database of MongoDB once, and changes nothing: it may run beside a server. */
final class DatabaseLook {

  private DatabaseLook() {}

  /**
   * Asks the database that the connection string names, or {@value MongoStores#DEFAULT_DATABASE}.
   *
   * @throws homeroom.chat.school.StoreUnavailable if no server takes writes now
   * @throws MongoFault if the connection string cannot be understood or the database refuses
   */
  static <T> T at(String connectionString, Function<MongoDatabase, T> look) {
    ConnectionString parsed = MongoStores.parsed(connectionString);
    @Nullable String named = parsed.getDatabase();
    try (MongoClient client =
        MongoClients.create(
            MongoStores.bounded(MongoStores.settings(parsed), MongoLimits.DEFAULT))) {
      return look.apply(client.getDatabase(named == null ? MongoStores.DEFAULT_DATABASE : named));
    } catch (MongoException e) {
      throw MongoErrors.translate(e);
    }
  }

  /**
   * What the server of a database says of itself.
   *
   * @param told all of it
   * @param answered how long that took
   * @param at halfway there and back, by this machine's clock
   * @param clockAhead by how much its clock is before this machine's; empty if it does not say
   */
  record Hello(Document told, Duration answered, Instant at, Optional<Duration> clockAhead) {

    static Hello of(MongoDatabase database, Clock clock) {
      ask(database); // connects, which the next one need not do
      Instant asked = clock.instant();
      long began = System.nanoTime();
      Document told = ask(database);
      var answered = Duration.ofNanos(System.nanoTime() - began);
      Instant at = asked.plus(answered.dividedBy(2));
      return new Hello(
          told,
          answered,
          at,
          Optional.ofNullable(told.get("localTime"))
              .filter(Date.class::isInstance)
              .map(time -> Duration.between(at, ((Date) time).toInstant())));
    }

    /** Under the name that every server knows; {@code hello} is that of newer ones alone. */
    private static Document ask(MongoDatabase database) {
      return database.runCommand(new Document("isMaster", 1));
    }
  }
}
