// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.Stores;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.imports.DesiredPerson;
import homeroom.chat.imports.DesiredRoster;
import homeroom.chat.imports.EntryChange;
import homeroom.chat.imports.Extent;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.Place;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.message.Message;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Role;
import homeroom.chat.session.EndedToken;
import homeroom.chat.transfer.StoreTransfer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A school that has grown moves from SQLite to MongoDB, and back. */
class StoreCopyTest {

  private static final int MESSAGES = 1_100;

  @TempDir Path directory;

  private final StringWriter said = new StringWriter();
  private MongoServer server;
  private String mongo;
  private Fixtures school;
  private Conversation group;

  @BeforeEach
  void fill() throws IOException {
    server = new MongoServer(new MemoryBackend());
    mongo = server.bindAndGetConnectionString();
    try (OpenStores opened = sqlite("grown").open()) {
      school = Fixtures.in(opened.stores());
      live(opened.stores());
    }
  }

  private void live(Stores stores) {
    group = school.group("Maths", school.ada, school.bob);
    Conversation direct = school.direct(school.ada, school.bob);
    Conversation ofClass = school.ofClass7b();
    for (int i = 0; i < MESSAGES; i++) {
      school.send(i % 3 == 0 ? direct : i % 3 == 1 ? group : ofClass, school.ada, "message " + i);
    }
    Message edited = school.send(group, school.ada, "wrnog");
    school.edit(edited, "wrong");
    school.edit(edited, "right");
    school.delete(school.send(group, school.bob, "oops"));
    school.delete(school.edit(school.send(direct, school.bob, "first"), "second"));
    stores.receipts().advance(List.of(read(group, school.bob, 5), read(group, school.ada, 9)));
    stores.receipts().advance(List.of(read(group, school.bob, 50)));
    for (int i = 0; i < 3; i++) {
      var _ = stores.audit().record(audited("target " + i));
    }
    stores.endedTokens().add(new EndedToken("key", Fixtures.NOW, Fixtures.NOW.plusSeconds(1)));
    decide(stores, direct);
    stores
        .rosterImports()
        .keep(
            school.schoolId(),
            "files",
            List.of(
                new EntryChange.Put(
                    new SourceEntry.Person("1", school.ada.id(), List.of("a"), List.of("g", "h"))),
                new EntryChange.Put(
                    new SourceEntry.OfClass(
                        "7b", school.class7b.id(), new Days(null, LocalDate.of(2027, 7, 31)))),
                new EntryChange.Put(
                    new SourceEntry.Link(
                        "1/7b", school.class7b.id(), school.ada.id(), Role.STUDENT, Days.ALWAYS))));
  }

  private void decide(Stores stores, Conversation supervised) {
    for (int version = 1; version <= 12; version++) {
      stores
          .settings()
          .add(
              new StoredSettings(
                  school.schoolId(), version, Fixtures.NOW, "(operator)", "words=w" + version),
              audited("rules"));
    }
    stores.settings().close(school.schoolId(), school.class7b.id(), true);
    stores
        .conversations()
        .supervise(
            school.schoolId(), supervised.id(), Set.of(school.tom.id()), supervised.updatedAt());
  }

  private AuditEvent audited(String target) {
    return AuditEvent.of(
        AuditChain.of(school.schoolId()),
        Fixtures.NOW,
        AuditActor.of(school.root.id()),
        AuditAction.MESSAGE_DELETED,
        target);
  }

  private WatermarkAdvance read(Conversation conversation, User user, long seq) {
    return new WatermarkAdvance(
        school.schoolId(), conversation.id(), user.id(), ReceiptKind.READ, 0, seq, school.later());
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void everythingArrivesAndComesBack() throws IOException {
    assertThat(copy(sqlite("grown"), mongo("school"))).isTrue();
    assertThat(said.toString()).contains("messages", "1,103", "The copy is complete.");
    assertThat(copy(mongo("school"), sqlite("back"))).isTrue();
    try (OpenStores before = sqlite("grown").open();
        OpenStores there = mongo("school").open();
        OpenStores back = sqlite("back").open()) {
      assertThat(whatPeopleSee(there.stores())).isEqualTo(whatPeopleSee(before.stores()));
      assertThat(whatPeopleSee(back.stores())).isEqualTo(whatPeopleSee(before.stores()));
      var next = school.newMessage(group, school.ada, "next");
      assertThat(there.stores().messages().append(next))
          .isEqualTo(before.stores().messages().append(next));
    }
  }

  @Test
  void anInterruptedCopyGoesOnAndIsNotServedUntilItIsWhole() throws IOException {
    for (int pages = 1; pages < 5; pages += 3) {
      int most = pages;
      try (OpenStores from = sqlite("grown").open();
          OpenStores to = mongo("school").open()) {
        assertThatThrownBy(() -> run(from.transfer(), new FailingTransfer(most, to.transfer())))
            .hasMessage("the plug was pulled");
        assertThatThrownBy(to::whole).isInstanceOf(IOException.class).hasMessageContaining("copy");
      }
    }
    assertThat(copy(sqlite("grown"), mongo("school"))).isTrue();
    assertThat(said.toString()).contains("going on after");
    try (OpenStores there = mongo("school").open()) {
      assertThat(there.whole()).isSameAs(there);
    }
  }

  @Test
  void aStoreWithSomethingInItIsNoTarget() throws IOException {
    assertThat(copy(sqlite("grown"), mongo("school"))).isTrue();
    assertThatThrownBy(() -> copy(sqlite("grown"), mongo("school")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void aSourceThatChangedMeanwhileShowsInTheChecksums() throws IOException {
    try (OpenStores from = sqlite("grown").open();
        OpenStores to = mongo("school").open()) {
      assertThatThrownBy(() -> run(from.transfer(), new FailingTransfer(9, to.transfer())))
          .hasMessage("the plug was pulled");
      from.stores()
          .conversations()
          .changeParticipants(
              school.schoolId(), group.id(), Set.of(), Set.of(school.bob.id()), school.later());
      assertThat(run(from.transfer(), to.transfer())).isFalse();
      assertThat(said.toString()).contains("but ", "The stores differ");
      assertThat(to.transfer().isBegun()).isTrue();
    }
  }

  @Test
  void anImportThatIsNotBroughtInYetIsMovedWhole() throws IOException {
    try (OpenStores opened = sqlite("grown").open()) {
      RosterImports imports = new RosterStores(opened, true).imports(List.of(), Clock.systemUTC());
      var place = new Place("people.csv", 2);
      var uwe =
          new DesiredPerson(
              "2", Role.STUDENT, "Uwe", null, "uwe", true, List.of(), List.of(), place);
      var wanted =
          new DesiredRoster(
              "files",
              new DesiredRoster.Of<>(Extent.CHANGES, List.of(uwe), Set.of()),
              DesiredRoster.Of.nothing(),
              DesiredRoster.Of.nothing(),
              List.of());
      var outcome =
          imports.apply(
              imports.plan(school.school, wanted),
              wanted,
              AuditActor.OPERATOR,
              true,
              ImportProgress.NONE);
      assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(Clock.systemUTC()));
    int done =
        commands
            .setOut(new PrintWriter(said))
            .execute(
                "copy",
                "--from",
                "sqlite:" + directory.resolve("grown").resolve("homeroom.db"),
                "--to",
                "sqlite:" + directory.resolve("there").resolve("homeroom.db"));
    assertThat(done).isZero();
    try (OpenStores there = sqlite("there").open()) {
      assertThat(there.stores().roster().people(school.schoolId()))
          .extracting(User::name)
          .contains("Uwe");
      assertThat(there.stores().rosterImports().entries(school.schoolId(), "files")).hasSize(4);
    }
  }

  private List<Object> whatPeopleSee(Stores stores) {
    var id = school.schoolId();
    var everything = Query.where(Filter.ALL);
    return List.of(
        stores.roster().schools(),
        stores.roster().credentials(Fixtures.email(school.ada)).orElseThrow().user(),
        stores.roster().members(id, school.class7b.id()),
        stores.conversations().all(id, school.ada.id(), Set.of(school.class7b.id())),
        stores.messages().changedSince(id, group.id(), 0, 5_000),
        stores.messages().search(id, List.of(group.id()), "message 1", everything),
        stores.messages().search(id, List.of(group.id()), "right", everything).data(),
        Set.copyOf(stores.receipts().watermarks(id, group.id())),
        Set.copyOf(stores.receipts().receipts(id, group.id(), 5)),
        stores.audit().newest(id, 10),
        stores.epochs().epoch(),
        Set.copyOf(stores.rosterImports().entries(id, "files")),
        stores.endedTokens().endedSince(Fixtures.NOW));
  }

  private boolean copy(StoreAddress from, StoreAddress to) throws IOException {
    try (OpenStores source = from.openAlone();
        OpenStores target = to.openAlone()) {
      return run(source.transfer(), target.transfer());
    }
  }

  private boolean run(StoreTransfer from, StoreTransfer to) throws IOException {
    return new StoreCopy(from, to, new PrintWriter(said)).run();
  }

  private StoreAddress sqlite(String name) {
    return new SqliteAddress(directory.resolve(name).resolve("homeroom.db"));
  }

  private StoreAddress mongo(String database) {
    return StoreAddress.of(mongo + "/" + database, new Properties());
  }
}
