// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.school.StoreUnavailable;
import homeroom.storage.mongodb.ServerLease.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to the newest version of its documents. The collection {@code homeroom-schema}
 * has one document that counts the steps it has; it only counts forward, after each step. Steps are
 * done under the lease of the server, and so never while a server runs. {@link Indexes} and {@link
 * CollectionValidators} say what the newest version demands and are made after the steps; a change
 * of either is a new version, but one more index is not: a program that does not know it runs as
 * well.
 */
final class Migrations {

  /** Version 1 is release 0.1.0: what it needs are its indexes and validators. */
  static final Migrations OF_THIS_PROGRAM =
      new Migrations(
          List.of(
              new Migration("the whole store", (_, _) -> {}),
              new Migration("words and keys", WordsAndKeys::apply),
              AuditChaining.STEP,
              new Migration("epoch", (database, _) -> MongoEpochStore.start(database)),
              new Migration("sign-ins", (_, _) -> {}),
              new Migration("user names", (_, _) -> {}),
              new Migration("factors", (_, _) -> {}),
              new Migration("rules", (_, _) -> {}),
              new Migration("roster imports", (_, _) -> {}),
              ReceiptsByConversation.STEP,
              ReceiptsByConversation.DROP_EARLIER),
          ServerLease.USUAL);

  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final String HOLDER = "one that brings the store to a new version";
  private static final Document STORE = new Document("_id", "store");

  private final List<Migration> steps;
  private final Duration lease;

  /**
   * @param steps the first makes version 1 of an empty database
   * @param lease how long the lease lasts unless it is renewed
   */
  Migrations(List<Migration> steps, Duration lease) {
    this.steps = List.copyOf(steps);
    this.lease = lease;
  }

  /** The same, and one more step. */
  Migrations followedBy(Migration step, Duration otherLease) {
    return new Migrations(Stream.concat(steps.stream(), Stream.of(step)).toList(), otherLease);
  }

  /** The version this program works with. */
  int newest() {
    return steps.size();
  }

  /**
   * @param patient the database, with time for long commands
   * @throws MongoFault if the store is newer than this program; if a server runs on one that is
   *     older, which is left as it is then; or if a step failed: then the store has the version it
   *     came to, which the program before can run on
   */
  void apply(MongoDatabase patient, Collections collections) {
    if (version(collections.schema()) < steps.size()) {
      switch (ServerLease.claim(collections.leases(), HOLDER, lease)) {
        case Answer.Granted(var held) -> {
          try (held) {
            apply(patient, collections, held);
          }
        }
        case Answer.Refused(String why) -> refuseBesideServer(collections.schema(), why);
      }
    }
  }

  private void apply(MongoDatabase patient, Collections collections, ServerLease held) {
    MongoCollection<Document> schema = collections.schema();
    int first = version(schema);
    for (int version = first; version < steps.size(); version++) {
      Migration step = steps.get(version);
      try {
        requireHeld(held);
        step.step().apply(patient, collections.mapping());
        requireHeld(held);
        schema.updateOne(STORE, counting(version + 1), new UpdateOptions().upsert(true));
      } catch (MongoException e) {
        throw MongoErrors.translate(e) instanceof StoreUnavailable
            ? e
            : failed(version, step, MongoErrors.kind(e));
      } catch (MongoFault e) {
        throw failed(version, step, String.valueOf(e.getMessage()));
      }
    }
    if (first > 0 && first < steps.size()) {
      LOG.info("The store was brought from version {} to {}.", first, steps.size());
    }
  }

  private static Document counting(int version) {
    return new Document("$max", new Document("version", (long) version))
        .append("$currentDate", new Document("at", true));
  }

  private static void requireHeld(ServerLease lease) {
    if (!lease.isHeld()) {
      throw new StoreUnavailable(
          "The lease on the database ended while its store was brought to a new version; start"
              + " again, and it goes on.",
          ServerLease.USUAL.toMillis());
    }
  }

  /** How many steps the store has, as {@link #version}; changes nothing. */
  int known(MongoCollection<Document> schema) {
    return version(schema);
  }

  /** How many steps the store has; 0 if it is empty. */
  private int version(MongoCollection<Document> schema) {
    Document found = schema.find(STORE).first();
    int version = found == null ? 0 : (int) new DocumentReader(found).number("version");
    if (version > steps.size()) {
      throw new MongoFault(
          ("The store has version %d, this program knows up to %d and leaves it as it is; start the"
                  + " newer program.")
              .formatted(version, steps.size()));
    }
    return version;
  }

  /** Unless whoever held the lease did just that. */
  private void refuseBesideServer(MongoCollection<Document> schema, String why) {
    int version = version(schema);
    if (version < steps.size()) {
      throw new MongoFault(
          ("The store has version %d and this program needs version %d, to which it brings no store"
                  + " that a server runs on. %s Stop that server, then start this program.")
              .formatted(version, steps.size(), why));
    }
  }

  private MongoFault failed(int version, Migration step, String why) {
    return new MongoFault(
        ("The store has version %d and could not be brought to %d (%s: %s). Nothing was taken from"
                + " it: the program that ran on it before still does, so start that one again. The"
                + " next start of this program does the step anew.")
            .formatted(version, version + 1, step.name(), why));
  }
}
