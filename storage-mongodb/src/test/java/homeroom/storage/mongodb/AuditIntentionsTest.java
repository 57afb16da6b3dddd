// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditCheck;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No change of a roster stands without an entry, whatever fails between the two. */
class AuditIntentionsTest {

  private static final AuditChain HILL = AuditChain.of(new SchoolId("hill"));
  private static final Instant LONG_AGO = Fixtures.NOW.minus(Duration.ofDays(1));
  private static final AuditEvent RESET = event(AuditAction.PASSWORD_RESET, "");
  private static final AuditEvent REMOVED = event(AuditAction.TEACHER_REMOVED, "7b");
  private static final AuditEvent REMOVED_TOO = event(AuditAction.TEACHER_REMOVED, "8a");

  private static final RosterChange PASSWORD =
      new RosterChange.SetPassword(new SchoolId("hill"), new UserId("tom"), "hash");

  private MongoServer server;
  private MongoClient client;
  private String connectionString;
  private MongoAuditLog log;

  @BeforeEach
  void open() {
    server = new MongoServer(new MemoryBackend());
    connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    log = log();
  }

  /** Of a process. */
  private MongoAuditLog log() {
    return new MongoAuditLog(
        Collections.of(client.getDatabase("school"), RosterMapping.OWN),
        new MongoCalls(MongoLimits.DEFAULT));
  }

  @AfterEach
  void close() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void aChangeThatWasMadeIsWrittenDownAndNothingIsLeft() {
    assertThat(log.writtenDown(List.of(RESET), RosterResult.Applied::new))
        .isInstanceOf(RosterResult.Applied.class);
    assertThat(events()).containsExactly(RESET);
    assertThat(intentions().countDocuments()).isZero();
  }

  @Test
  void oneThatWasRefusedIsNot() {
    log.writtenDown(List.of(RESET), () -> new RosterResult.Missing(PASSWORD));
    assertThat(events()).isEmpty();
    assertThat(intentions().countDocuments()).isZero();
  }

  @Test
  void whatCannotBeWrittenDownNowIsLater() {
    var wrong = new Document("schoolId", "hill").append("seq", "none");
    client.getDatabase("school").getCollection("audit").insertOne(new Document(wrong));
    assertThat(log.writtenDown(List.of(REMOVED, REMOVED_TOO), RosterResult.Applied::new))
        .isInstanceOf(RosterResult.Applied.class);
    client.getDatabase("school").getCollection("audit").deleteOne(wrong);
    assertThat(events()).isEmpty();

    assertThat(log.settle(LONG_AGO)).isEqualTo(1);
    assertThat(events()).containsExactly(REMOVED, REMOVED_TOO);
    assertThat(log.settle(LONG_AGO)).isZero();
  }

  @Test
  void ofAChangeThatTheStoreFailedAtThereIsAnEntryThatSaysSo() {
    assertThatThrownBy(() -> log.writtenDown(List.of(RESET, REMOVED), AuditIntentionsTest::away))
        .isInstanceOf(StoreUnavailable.class);
    log.settle(LONG_AGO);
    assertThat(events())
        .containsExactly(
            RESET.withDetail(MongoAuditLog.UNCERTAIN),
            REMOVED.withDetail("7b; " + MongoAuditLog.UNCERTAIN));
  }

  @Test
  void soThereIsOfAProcessThatEndedOnceItIsOver() {
    assertThatThrownBy(() -> log.writtenDown(List.of(RESET), AuditIntentionsTest::away))
        .isInstanceOf(StoreUnavailable.class);
    MongoAuditLog next = log();
    next.settle(Fixtures.NOW.minusMillis(1));
    assertThat(events()).isEmpty();
    next.settle(Fixtures.NOW);
    next.settle(Fixtures.NOW);
    assertThat(events()).containsExactly(RESET.withDetail(MongoAuditLog.UNCERTAIN));
  }

  @Test
  void oneThatIsUnderWayIsLeftToWhoeverMakesIt() {
    log.writtenDown(
        List.of(RESET),
        () -> {
          log.settle(Fixtures.NOW);
          return new RosterResult.Applied();
        });
    assertThat(events()).containsExactly(RESET);
  }

  @Test
  void whatWasWrittenDownBeforeTheProcessEndedIsNotTwice() {
    var ofADeadProcess = new AuditIntentions(intentions());
    ofADeadProcess.note(List.of(RESET, REMOVED));
    var _ = log.record(RESET);
    log.settle(Fixtures.NOW);
    assertThat(events())
        .containsExactly(RESET, REMOVED.withDetail("7b; " + MongoAuditLog.UNCERTAIN));
  }

  @Test
  void changesOfTheStoreAreNotedFirst() {
    try (var stores = MongoStores.open(connectionString, "school", MongoLimits.DEFAULT)) {
      Fixtures s = Fixtures.in(stores);
      var event =
          AuditEvent.of(
              AuditChain.of(s.schoolId()),
              Fixtures.NOW,
              AuditActor.OPERATOR,
              AuditAction.PASSWORD_RESET,
              s.ada.id().value());
      stores
          .roster()
          .apply(
              List.of(new RosterChange.SetPassword(s.schoolId(), s.ada.id(), "hash")),
              List.of(event));
      assertThat(stores.audit().newest(s.schoolId(), 9))
          .extracting(AuditEntry::event)
          .containsExactly(event);
    }
  }

  private List<AuditEvent> events() {
    List<AuditEntry> entries = log.entries(HILL, 0, 99);
    var check = new AuditCheck(HILL);
    entries.forEach(check::add);
    assertThat(check.wrong()).isEmpty();
    return entries.stream().map(AuditEntry::event).toList();
  }

  private MongoCollection<Document> intentions() {
    return client.getDatabase("school").getCollection("audit-intentions");
  }

  private static RosterResult away() {
    throw new StoreUnavailable("The store is away.", 1000);
  }

  private static AuditEvent event(AuditAction action, String detail) {
    return AuditEvent.of(HILL, Fixtures.NOW, AuditActor.OPERATOR, action, "tom").withDetail(detail);
  }
}
