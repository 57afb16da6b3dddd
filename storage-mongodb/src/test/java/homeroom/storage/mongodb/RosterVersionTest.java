// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import homeroom.chat.Stores;
import homeroom.chat.contracts.Crowd;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.contracts.RosterVersionsContract;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Membership;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of whose roster was changed, on a server that offers change streams. */
class RosterVersionTest implements RosterVersionsContract {

  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

  private final AtomicLong now = new AtomicLong();
  private ScriptedServer answers;
  private MongoServer server;
  private MongoClient client;
  private MongoStores first;
  private MongoStores second;

  /** The same as that of the stores, by a time of its own. */
  private RosterVersion version;

  @BeforeEach
  void open() {
    answers = new ScriptedServer();
    server = new MongoServer(answers);
    String address = server.bindAndGetConnectionString();
    client = MongoClients.create(address);
    first = MongoStores.open(address, TestDatabase.NAME, MongoLimits.DEFAULT);
    second = MongoStores.open(address, TestDatabase.NAME, MongoLimits.DEFAULT);
    version =
        new RosterVersion(
            Collections.of(client.getDatabase(TestDatabase.NAME), RosterMapping.OWN), now::get);
  }

  @AfterEach
  void close() {
    second.close();
    first.close();
    client.close();
    server.shutdownNow();
  }

  @Override
  public Stores stores() {
    return first;
  }

  @Override
  public Stores secondStores() {
    return second;
  }

  private MongoCollection<Document> collection(String name) {
    return client.getDatabase(TestDatabase.NAME).getCollection(name);
  }

  @Test
  void whatAnEarlierReleaseCountsForAllConcernsAll() {
    Fixtures s = school();
    RosterVersions before = version.bySchool();
    collection("homeroom-counters")
        .updateOne(
            new Document("_id", "roster"), new Document("$inc", new Document("version", 1L)));
    RosterVersions after = version.bySchool();
    assertThat(after.all()).isNotEqualTo(before.all());
    assertThat(after.concernAllSince(before)).isTrue();
    assertThat(after.of(s.schoolId())).isNotEqualTo(before.of(s.schoolId()));
  }

  @Test
  void whatAnEarlierReleaseCountedIsCountedOn() {
    Fixtures s = school();
    collection("homeroom-counters")
        .replaceOne(
            new Document("_id", "roster"), new Document("_id", "roster").append("version", 7L));
    RosterVersions before = version.bySchool();
    s.apply(new RosterChange.AddUser(s.newUser(Role.STUDENT, "Uma"), ""));
    RosterVersions after = version.bySchool();
    assertThat(after.concernAllSince(before)).isFalse();
    assertThat(after.changedSince(before)).containsExactly(s.schoolId());
  }

  @Test
  void whatNobodyCountedConcernsAllOnceItCannotBeUnderWayAnyMore() {
    Fixtures s = school();
    RosterVersions before = version.bySchool();
    collection("class-enrollments").deleteOne(new Document("studentId", s.ada.id().value()));
    assertThat(version.bySchool()).isEqualTo(before);
    pass(TWO_SECONDS.minusNanos(1));
    assertThat(version.current()).isEqualTo(before.all());
    pass(Duration.ofNanos(1));
    RosterVersions after = version.bySchool();
    assertThat(after.all()).isNotEqualTo(before.all());
    assertThat(after.concernAllSince(before)).isTrue();
    pass(TWO_SECONDS);
    assertThat(version.bySchool()).isEqualTo(after);
  }

  @Test
  void whatIsCountedAMomentAfterItWasMadeConcernsItsSchool() {
    Fixtures s = school();
    RosterVersions before = version.bySchool();
    collection("class-enrollments").deleteOne(new Document("studentId", s.ada.id().value()));
    assertThat(version.bySchool()).isEqualTo(before);
    version.changed(List.of(s.schoolId()), 1);
    assertConcernsAlone(s.schoolId(), before);
  }

  @Test
  void listsThatAreTakenBackAreCountedAsWhatTheyAre() {
    Fixtures s = school();
    var wanted = s.newClass("9C");
    List<User> users =
        IntStream.range(0, 8).mapToObj(i -> s.newUser(Role.STUDENT, "S" + i)).toList();
    RosterVersions before = version.bySchool();
    List<RosterResult> results =
        Crowd.of(
            8,
            i ->
                (i % 2 == 0 ? first : second)
                    .roster()
                    .apply(
                        List.of(
                            new RosterChange.AddUser(users.get(i), "hash"),
                            new RosterChange.AddClass(wanted))));
    assertThat(results).filteredOn(RosterResult.Applied.class::isInstance).hasSize(1);
    assertConcernsAlone(s.schoolId(), before);
  }

  @Test
  void whileAStreamIsBrokenAChangeConcernsAll() {
    Fixtures s = school();
    RosterVersions before = version.bySchool();
    answers.fail("getMore", 13);
    RosterVersions broken = version.bySchool();
    assertThat(broken.concernAllSince(before)).isTrue();
    s.apply(new RosterChange.AddUser(s.newUser(Role.STUDENT, "Uma"), ""));
    assertThat(version.bySchool().concernAllSince(broken)).isTrue();
    pass(Duration.ofSeconds(32));
    RosterVersions again = version.bySchool();
    s.apply(new RosterChange.AddUser(s.newUser(Role.STUDENT, "Ugo"), ""));
    RosterVersions after = version.bySchool();
    assertThat(after.concernAllSince(again)).isFalse();
    assertThat(after.changedSince(again)).containsExactly(s.schoolId());
  }

  /** An event before gives the stream a position to go on from, as a real server does at once. */
  @ParameterizedTest
  @ValueSource(ints = {50, 91})
  void onceAStreamThatBrokeGoesOnFromWhereItWasAllConcernsWhatWasBefore(int code) {
    Fixtures s = school();
    RosterVersions begun = version.bySchool();
    touchSchools();
    assertThat(version.bySchool()).isEqualTo(begun);
    pass(TWO_SECONDS);
    RosterVersions settled = version.bySchool();
    answers.fail("getMore", code).fail("aggregate", code).fail("aggregate", code);
    RosterVersions broken = version.bySchool();
    assertThat(broken.concernAllSince(settled)).isTrue();
    unenrollAda(s);
    assertThat(version.bySchool().concernAllSince(broken)).isTrue();
    Set<Long> earlier = Set.of(settled.of(s.schoolId()), broken.of(s.schoolId()));
    RosterVersions again = broken;
    for (int looks = 0; looks < 4; looks++) {
      pass(Duration.ofSeconds(32));
      again = version.bySchool();
      assertThat(again.concernAllSince(settled)).isTrue();
      assertThat(earlier).doesNotContain(again.of(s.schoolId()));
    }
    s.apply(new RosterChange.AddUser(s.newUser(Role.STUDENT, "Uma"), ""));
    assertThat(version.bySchool().concernAllSince(again)).isFalse();
  }

  @Test
  void whoLeftAClassWhileAStreamWasBrokenIsNoMemberOnceItGoesOn() {
    Fixtures s = school();
    Conversation ofClass = s.ofClass7b();
    var roster = new Roster(first.roster());
    var membership = new Membership(roster, first.conversations(), true);
    var _ = roster.refresh();
    touchSchools();
    var _ = roster.refresh();
    assertThat(isMember(membership, ofClass, s.ada)).isTrue();
    answers.fail("getMore", 112);
    assertThat(roster.refresh()).isTrue();
    unenrollAda(s);
    assertThat(roster.refresh()).isTrue();
    for (long opened = answers.asked("aggregate"); answers.asked("aggregate") == opened; ) {
      var _ = roster.refresh();
      Thread.onSpinWait();
    }
    assertThat(isMember(membership, ofClass, s.ada)).isFalse();
  }

  private static boolean isMember(Membership membership, Conversation of, User user) {
    return membership.isMember(
        membership.conversation(of.schoolId(), of.id()).orElseThrow(), user.id());
  }

  private void touchSchools() {
    collection("schools")
        .updateMany(new Document(), new Document("$set", new Document("touched", 1)));
  }

  private void unenrollAda(Fixtures s) {
    collection("class-enrollments").deleteOne(new Document("studentId", s.ada.id().value()));
  }

  /** The old stream ends with two events that nobody counts, and without some that are counted. */
  @Test
  void aStreamThatBeginsAnewConcernsAllOnceAndIsComparedWithWhatIsCountedFromThereOn() {
    Fixtures s = school();
    RosterVersions before = version.bySchool();
    s.apply(new RosterChange.AddUser(s.newUser(Role.STUDENT, "Uma"), ""));
    answers.endStreamOf("users");
    RosterVersions anew = version.bySchool();
    assertThat(anew.concernAllSince(before)).isTrue();
    pass(TWO_SECONDS);
    assertThat(version.bySchool()).isEqualTo(anew);
    unenrollAda(s);
    assertThat(version.bySchool()).isEqualTo(anew);
    pass(TWO_SECONDS);
    assertThat(version.bySchool().concernAllSince(anew)).isTrue();
  }

  @Test
  void whatIsWrittenOfAListThatFailsHalfWayConcernsItsSchoolAtOnce() {
    Fixtures s = school();
    RosterVersions before = version.bySchool();
    answers.fail("insert", "classes", 13);
    assertThatThrownBy(() -> addUserAndClass(s)).isInstanceOf(MongoFault.class);
    concernsItsSchoolOnly(s, before);
  }

  @Test
  void whatIsWrittenAndCannotBeCountedAtFirstConcernsItsSchoolAtOnce() {
    Fixtures s = school();
    RosterVersions before = version.bySchool();
    answers.fail("update", "homeroom-counters", 13);
    assertThatThrownBy(() -> addUserAndClass(s)).isInstanceOf(MongoFault.class);
    concernsItsSchoolOnly(s, before);
  }

  private void addUserAndClass(Fixtures s) {
    var _ =
        first
            .roster()
            .apply(
                List.of(
                    new RosterChange.AddUser(s.newUser(Role.STUDENT, "Uma"), "hash"),
                    new RosterChange.AddClass(s.newClass("9C"))),
                List.of());
  }

  private void concernsItsSchoolOnly(Fixtures s, RosterVersions before) {
    RosterVersions after = version.bySchool();
    assertThat(after.concernAllSince(before)).isFalse();
    assertThat(after.changedSince(before)).containsExactly(s.schoolId());
    pass(TWO_SECONDS);
    assertThat(version.bySchool()).isEqualTo(after);
  }

  @Test
  void aHashThatIsRenewedAndCannotBeCountedIsRenewed() {
    Fixtures s = school();
    Credentials known = first.roster().credentials(s.ada.id()).orElseThrow();
    answers.fail("update", "homeroom-counters", 13);
    assertThat(first.roster().replaceHash(known, "better-hash")).isTrue();
    assertThat(first.roster().credentials(s.ada.id()))
        .contains(new Credentials(s.ada, "better-hash"));
  }

  @Test
  void aSchoolWhoseIdHasPointsIsNamed() {
    var school =
        new School(new SchoolId("north.hill.1"), "Hill", SchoolSettings.DEFAULT, Fixtures.NOW);
    RosterVersions before = version.bySchool();
    first.roster().apply(List.of(new RosterChange.AddSchool(school)));
    assertThat(version.bySchool().changedSince(before)).containsExactly(school.id());
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** Also once nothing more is counted. */
  private void assertConcernsAlone(SchoolId school, RosterVersions before) {
    pass(TWO_SECONDS);
    RosterVersions after = version.bySchool();
    pass(TWO_SECONDS);
    assertThat(version.bySchool()).isEqualTo(after);
    assertThat(after.concernAllSince(before)).isFalse();
    assertThat(after.changedSince(before)).containsExactly(school);
  }
}
