// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.imports.ImportCounts;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImportStore;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of imports that two processes begin at the same moment one becomes current. */
class OneCurrentImportTest {

  private MongoServer server;
  private MongoStores stores;
  private MongoClient client;
  private Fixtures school;
  private RosterImportStore imports;

  @BeforeEach
  void open() {
    server = new MongoServer(new MemoryBackend());
    String address = server.bindAndGetConnectionString();
    stores = MongoStores.open(address, "imports", MongoLimits.DEFAULT);
    client = MongoClients.create(address);
    school = Fixtures.in(stores);
    imports = stores.rosterImports();
  }

  @AfterEach
  void close() {
    client.close();
    stores.close();
    server.shutdownNow();
  }

  private MongoCollection<Document> documents() {
    return client.getDatabase("imports").getCollection("roster-imports");
  }

  @Test
  void whoComesSecondIsRefusedAlsoWhenTheFirstIsDone() {
    RosterImport first = begun(school);
    imports.begin(first);
    Document other =
        Objects.requireNonNull(documents().find(new Document("_id", first.id())).first());
    documents().insertOne(new Document(other).append("_id", "other"));
    AuditEvent event = event(first);
    assertThat(imports.makeCurrent(first.id(), event)).isTrue();
    assertThat(imports.makeCurrent("other", event)).isFalse();
    imports.finish(first.id());
    assertThat(imports.makeCurrent("other", event)).isFalse();
    assertThat(imports.current()).isEmpty();
    assertThat(stores.audit().newest(school.schoolId(), 9)).hasSize(1);
  }

  @Test
  void oneProcessAtATimeBringsItInUntilItIsNotHeardOf() {
    RosterImport one = begun(school);
    imports.begin(one);
    assertThat(imports.makeCurrent(one.id(), event(one))).isTrue();
    assertThat(imports.takesTurn(one.id(), "a")).isTrue();
    assertThat(imports.takesTurn(one.id(), "b")).isFalse();
    assertThat(imports.takesTurn(one.id(), "a")).isTrue();
    documents()
        .updateOne(
            new Document("_id", one.id()),
            new Document("$set", new Document("moverAt", Date.from(Instant.EPOCH))));
    assertThat(imports.takesTurn(one.id(), "b")).isTrue();
    assertThat(imports.takesTurn(one.id(), "a")).isFalse();
  }

  private static AuditEvent event(RosterImport one) {
    return AuditEvent.of(
        AuditChain.of(one.school()), one.at(), one.actor(), AuditAction.ROSTER_IMPORTED, one.id());
  }

  private static RosterImport begun(Fixtures school) {
    return new RosterImport(
        Fixtures.id("import"),
        school.schoolId(),
        "one",
        "0123",
        AuditActor.of(school.root.id()),
        school.later(),
        RosterImport.State.STAGED,
        1,
        0,
        ImportCounts.NONE);
  }
}
