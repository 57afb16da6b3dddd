// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;

/**
 * The collections by their names in the database.
 *
 * @param mapping where the rosters lie and what they look like
 */
record Collections(
    RosterMapping mapping,
    MongoCollection<Document> schools,
    MongoCollection<Document> users,
    MongoCollection<Document> classes,
    MongoCollection<Document> classTeachers,
    MongoCollection<Document> classEnrollments,
    MongoCollection<Document> conversations,
    MongoCollection<Document> messages,
    MongoCollection<Document> watermarks,
    MongoCollection<Document> advanceBatches,
    MongoCollection<Document> receiptAdvances,
    MongoCollection<Document> audit,
    MongoCollection<Document> auditTallies,
    MongoCollection<Document> auditIntentions,
    MongoCollection<Document> endedTokens,
    MongoCollection<Document> signIns,
    MongoCollection<Document> factors,
    MongoCollection<Document> settings,
    MongoCollection<Document> closedClasses,
    MongoCollection<Document> rosterImports,
    MongoCollection<Document> rosterImportBatches,
    MongoCollection<Document> rosterEntries,
    MongoCollection<Document> counters,
    MongoCollection<Document> leases,
    MongoCollection<Document> nodes,
    MongoCollection<Document> changes,
    MongoCollection<Document> schema) {

  /** The name of the collection that tells of the store itself. */
  static final String SCHEMA = "homeroom-schema";

  /** The name of the collection of watermarks. */
  static final String WATERMARKS = "watermarks";

  static Collections of(MongoDatabase database, RosterMapping mapping) {
    return new Collections(
        mapping,
        roster(database, mapping, mapping.schools()),
        roster(database, mapping, mapping.users()),
        roster(database, mapping, mapping.classes()),
        roster(database, mapping, mapping.teachers()),
        roster(database, mapping, mapping.enrollments()),
        database.getCollection("conversations"),
        database.getCollection("messages"),
        database.getCollection(WATERMARKS),
        database.getCollection("advance-batches"),
        database.getCollection("receipt-advances"),
        database.getCollection("audit"),
        database.getCollection("audit-tallies"),
        database.getCollection("audit-intentions"),
        database.getCollection("ended-tokens"),
        database.getCollection("sign-ins"),
        database.getCollection("factors"),
        database.getCollection("settings"),
        database.getCollection("closed-classes"),
        database.getCollection("roster-imports"),
        database.getCollection("roster-import-batches"),
        database.getCollection("roster-entries"),
        database.getCollection("homeroom-counters"),
        database.getCollection("homeroom-leases"),
        database.getCollection("homeroom-nodes"),
        database.getCollection("homeroom-changes"),
        database.getCollection(SCHEMA));
  }

  private static MongoCollection<Document> roster(
      MongoDatabase database, RosterMapping mapping, RosterShape shape) {
    MongoCollection<Document> documents = database.getCollection(shape.collection());
    return mapping.isOwn()
        ? documents
        : documents.withCodecRegistry(
            CodecRegistries.fromRegistries(
                CodecRegistries.fromCodecs(new RosterCodec(shape)), documents.getCodecRegistry()));
  }

  /** The rosters with their shapes. */
  Map<RosterShape, MongoCollection<Document>> rosters() {
    var rosters = new LinkedHashMap<RosterShape, MongoCollection<Document>>();
    rosters.put(mapping.schools(), schools);
    rosters.put(mapping.users(), users);
    rosters.put(mapping.classes(), classes);
    rosters.put(mapping.teachers(), classTeachers);
    rosters.put(mapping.enrollments(), classEnrollments);
    return rosters;
  }
}
