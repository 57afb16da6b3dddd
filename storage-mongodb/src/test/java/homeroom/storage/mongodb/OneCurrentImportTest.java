// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.contracts.StagedImports;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Of imports that two processes begin at the same moment one becomes current, and what time does.
 */
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
    RosterImport first = StagedImports.of(school, 1);
    imports.begin(first);
    Document other =
        Objects.requireNonNull(documents().find(new Document("_id", first.id())).first());
    documents().insertOne(new Document(other).append("_id", "other"));
    AuditEvent event = StagedImports.event(first);
    assertThat(imports.makeCurrent(first.id(), event)).isTrue();
    assertThat(imports.makeCurrent("other", event)).isFalse();
    imports.finish(first.id());
    assertThat(imports.makeCurrent("other", event)).isFalse();
    assertThat(imports.current()).isEmpty();
    assertThat(stores.audit().newest(school.schoolId(), 9)).hasSize(1);
  }

  @Test
  void oneProcessAtATimeBringsItInUntilItIsNotHeardOf() {
    RosterImport one = StagedImports.of(school, 1);
    imports.begin(one);
    assertThat(imports.makeCurrent(one.id(), StagedImports.event(one))).isTrue();
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

  @Test
  void whomACurrentOneTakesIsLeavingAlsoAfterAMinute() {
    RosterImport one = taking();
    assertThat(imports.makeCurrent(one.id(), StagedImports.event(one))).isTrue();
    aMinutePasses();
    assertThat(leaving()).containsExactly(school.root.id());
    imports.finish(one.id());
    assertThat(leaving()).isEmpty();
    assertThat(places()).as("nothing is left of them").isEmpty();
  }

  @Test
  void oneThatDidNotBecomeCurrentWithinAMinuteNeverDoes() {
    RosterImport one = taking();
    assertThat(leaving()).containsExactly(school.root.id());
    aMinutePasses();
    assertThat(leaving()).isEmpty();
    assertThat(imports.makeCurrent(one.id(), StagedImports.event(one))).isFalse();
  }

  @Test
  void oneThatIsTriedAgainAfterAMinuteIsNotAbandoned() {
    RosterImport one = taking();
    imports.drop(one.id());
    aMinutePasses();
    imports.begin(one);
    assertThat(leaving()).as("while it is staged").isEmpty();
    takes(one);
    assertThat(leaving()).containsExactly(school.root.id());
    assertThat(imports.makeCurrent(one.id(), StagedImports.event(one))).isTrue();
  }

  @Test
  void oneThatAsksAgainAfterAMinuteIsNotAbandoned() {
    RosterImport one = taking();
    aMinutePasses();
    takes(one);
    assertThat(leaving()).containsExactly(school.root.id());
    assertThat(imports.makeCurrent(one.id(), StagedImports.event(one))).isTrue();
  }

  @Test
  void whoLeavesByAnEarlierBuildIsLeaving() {
    assertThat(leaving()).isEmpty();
    Document place =
        new Document("user", school.root.id().value())
            .append("at", new BsonDateTime(System.currentTimeMillis()));
    counters().updateOne(guard(), new Document("$set", new Document("leaving.earlier", place)));
    assertThat(leaving()).containsExactly(school.root.id());
  }

  /** Root is about to go with an import that is staged. */
  private RosterImport taking() {
    RosterImport one = StagedImports.begin(stores, school, 1);
    takes(one);
    return one;
  }

  private void takes(RosterImport one) {
    assertThat(
            stores.adminGuard().beginToLeave(school.schoolId(), one.id(), Set.of(school.root.id())))
        .isEmpty();
  }

  private Set<UserId> leaving() {
    return stores.adminGuard().leave(school.schoolId(), school.bob.id(), before -> before);
  }

  private void aMinutePasses() {
    for (String place : places().keySet()) {
      counters()
          .updateOne(
              guard(),
              new Document(
                  "$set", new Document("leaving." + place + ".at", Date.from(Instant.EPOCH))));
    }
  }

  private Document places() {
    return Objects.requireNonNull(counters().find(guard()).first()).get("leaving", Document.class);
  }

  private Document guard() {
    return new Document("_id", "admins " + school.schoolId().value());
  }

  private MongoCollection<Document> counters() {
    return client.getDatabase("imports").getCollection("homeroom-counters");
  }
}
