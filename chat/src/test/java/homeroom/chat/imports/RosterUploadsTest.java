// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.imports.ImportView.State;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an admin brings from their desk: in pieces, shown first, and applied as it was shown. */
class RosterUploadsTest {

  private static final Query ALL = Query.where(Filter.and());

  @TempDir Path folder;

  private final SchoolDay day = new SchoolDay();
  private final List<Runnable> work = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private RosterReader reading = RosterUploadsTest::read;
  private @Nullable RosterUploads made;
  private int followed;
  private int ids;

  @Test
  void aFileInPiecesIsShownAndAppliedAsItWasShown() {
    ImportView begun = begun("people.csv", "Uwe\nUte\n");
    ImportView half = piece(begun, 0, "Uwe\n");
    assertThat(half.state()).isEqualTo(State.UPLOADING);
    assertThat(piece(begun, 4, "Ute\n").state()).isEqualTo(State.READING);
    runAll();
    ImportView planned = get(begun);
    assertThat(planned.state()).isEqualTo(State.PLANNED);
    assertThat(plan(planned).counts().peopleAdded()).isEqualTo(2);
    assertThat(plan(planned).lines())
        .extracting(PlannedChange::text)
        .containsExactly("Ute (student)", "Uwe (student)");
    assertThat(names()).doesNotContain("Uwe");
    assertThat(
            SchoolDay.done(uploads().apply(day.by(day.root), begun.id(), hash(planned), false))
                .state())
        .isEqualTo(State.APPLYING);
    runAll();
    assertThat(names()).contains("Uwe", "Ute");
    ImportView done = get(begun);
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.by().text()).isEqualTo("root");
    assertThat(plan(done).counts().peopleAdded()).isEqualTo(2);
    assertThat(followed).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
    assertThat(day.audit().getFirst().action()).isEqualTo("roster.imported");
    assertThat(day.audit().getFirst().actor().text()).isEqualTo("root");
  }

  @Test
  void theAdminsOfTheSchoolAloneHearHowFarItIs() {
    ImportView planned = planned("Uwe\n");
    apply(planned, false);
    assertThat(told)
        .containsExactly(
            "Begun UPLOADING root,rita",
            "Changed READING root,rita",
            "Changed PLANNED root,rita",
            "Changed APPLYING root,rita",
            "Changed APPLYING root,rita",
            "Changed CURRENT root,rita",
            "Changed CURRENT root,rita",
            "Changed CURRENT root,rita",
            "Changed DONE root,rita");
  }

  @Test
  void aPieceThatComesTwiceIsTakenOnceAndOneThatDoesNotFitNever() {
    ImportView begun = begun("people.csv", "Uwe\nUte\n");
    piece(begun, 0, "Uwe\n");
    assertThat(upload(piece(begun, 0, "Uwe\n")).received()).isEqualTo(4);
    assertThat(refused(begun, 3, "Ute\n")).isEqualTo(RefusalCode.ROSTER_UPLOAD_OFFSET);
    assertThat(refused(begun, 5, "Ute\n")).isEqualTo(RefusalCode.ROSTER_UPLOAD_OFFSET);
    assertThat(refused(begun, 4, "Ute and more\n")).isEqualTo(RefusalCode.ROSTER_UPLOAD_OFFSET);
    piece(begun, 4, "Ute\n");
    runAll();
    assertThat(get(begun).state()).isEqualTo(State.PLANNED);
    assertThat(refused(begun, 8, "Udo\n")).isEqualTo(RefusalCode.ROSTER_UPLOAD_OFFSET);
  }

  @Test
  void aPieceThatADiskTookHalfOfIsWrittenAgainAtItsPlace() throws IOException {
    ImportView begun = begun("people.csv", "Uwe\nUte\n");
    piece(begun, 0, "Uwe\n");
    Files.writeString(onlyFile(), "Ut", StandardOpenOption.APPEND);
    piece(begun, 4, "Ute\n");
    assertThat(onlyFile()).hasContent("Uwe\nUte\n");
  }

  @Test
  void errorsAreNamedAndNothingCanBeApplied() {
    ImportView invalid = planned("!Uwe\n");
    assertThat(invalid.state()).isEqualTo(State.INVALID);
    assertThat(plan(invalid).errors())
        .extracting(FileError::toString)
        .containsExactly("people.csv, line 1: No.");
    assertThat(SchoolDay.code(uploads().apply(day.by(day.root), invalid.id(), "any", true)))
        .isEqualTo(RefusalCode.ROSTER_NOT_PLANNED);
  }

  @Test
  void anotherHashIsRefused() {
    ImportView planned = planned("Uwe\n");
    assertThat(SchoolDay.code(uploads().apply(day.by(day.root), planned.id(), "other", true)))
        .isEqualTo(RefusalCode.ROSTER_CHANGED);
  }

  @Test
  void aRosterThatChangedMeanwhileIsLookedAtAgain() {
    ImportView planned = planned("Uwe\n");
    ImportView before = planned("Uwe\nUte\n");
    apply(before, false);
    apply(planned, true);
    ImportView again = get(planned);
    assertThat(again.state()).isEqualTo(State.PLANNED);
    assertThat(again.problem()).isNotNull();
    assertThat(names()).contains("Ute");
    assertThat(plan(again).counts().peopleDeactivated()).isEqualTo(1);
    assertThat(hash(again)).isNotEqualTo(hash(planned));
  }

  @Test
  void manyDeactivationsNeedAWord() {
    apply(planned(names("A", 20)), false);
    ImportView planned = planned(names("A", 5));
    assertThat(plan(planned).needsWord()).isNotNull();
    assertThat(
            SchoolDay.code(uploads().apply(day.by(day.root), planned.id(), hash(planned), false)))
        .isEqualTo(RefusalCode.ROSTER_NEEDS_WORD);
    apply(planned, true);
    assertThat(get(planned).state()).isEqualTo(State.DONE);
  }

  @Test
  void theSameFileAgainChangesNothing() {
    apply(planned("Uwe\n"), false);
    assertThat(planned("Uwe\n").state()).isEqualTo(State.UNCHANGED);
  }

  @Test
  void nobodyButTheAdminsOfTheSchoolHasAnyOfIt() {
    ImportView planned = planned("Uwe\n");
    for (User user : List.of(day.tom, day.ada)) {
      assertThat(SchoolDay.code(uploads().create(day.by(user), "people.csv", 1)))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(SchoolDay.code(uploads().get(day.by(user), planned.id())))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(SchoolDay.code(uploads().find(day.by(user), ALL)))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
    }
    assertThat(SchoolDay.code(uploads().get(day.by(day.olga), planned.id())))
        .isEqualTo(RefusalCode.ROSTER_IMPORT_NOT_FOUND);
    assertThat(SchoolDay.code(uploads().apply(day.by(day.olga), planned.id(), hash(planned), true)))
        .isEqualTo(RefusalCode.ROSTER_IMPORT_NOT_FOUND);
    assertThat(SchoolDay.done(uploads().find(day.by(day.olga), ALL)).total()).isZero();
  }

  @Test
  void uploadsAndEarlierImportsAreListedTheNewestFirst() {
    ImportView first = planned("Uwe\n");
    apply(first, false);
    day.setClock(Duration.ofMinutes(1));
    ImportView second = planned("Uwe\nUte\n");
    assertThat(SchoolDay.done(uploads().find(day.by(day.rita), ALL)).data())
        .extracting(ImportView::id, ImportView::state)
        .containsExactly(tuple(second.id(), State.PLANNED), tuple(first.id(), State.DONE));
    assertThat(
            SchoolDay.done(
                    uploads().find(day.by(day.rita), Query.where(Filter.equal("state", "planned"))))
                .data())
        .extracting(ImportView::id)
        .containsExactly(second.id());
  }

  @Test
  void aSchoolHasAFewUploadsAndTheOldestMakesRoom() {
    ImportView oldest = begun("people.csv", "Uwe\n");
    for (int i = 0; i < UploadLimits.DEFAULT.uploads(); i++) {
      day.setClock(Duration.ofSeconds(1));
      begun("people.csv", "Uwe\n");
    }
    assertThat(SchoolDay.code(uploads().get(day.by(day.root), oldest.id())))
        .isEqualTo(RefusalCode.ROSTER_IMPORT_NOT_FOUND);
    assertThat(told).contains("Dropped UPLOADING root,rita");
    assertThat(SchoolDay.done(uploads().find(day.by(day.root), ALL)).total())
        .isEqualTo(UploadLimits.DEFAULT.uploads());
  }

  @Test
  void filesThatAreReadOrAppliedMakeNoRoom() {
    for (int i = 0; i < UploadLimits.DEFAULT.uploads(); i++) {
      piece(begun("people.csv", "Uwe\n"), 0, "Uwe\n");
    }
    assertThat(SchoolDay.code(uploads().create(day.by(day.rita), "people.csv", 4)))
        .isEqualTo(RefusalCode.RATE_LIMITED);
    assertThat(work).hasSize(UploadLimits.DEFAULT.uploads());
    runAll();
    begun("people.csv", "Uwe\n");
    assertThat(SchoolDay.done(uploads().find(day.by(day.root), ALL)).total())
        .isEqualTo(UploadLimits.DEFAULT.uploads());
  }

  @Test
  void whatNobodyGoesOnWithIsGoneAfterAnHour() {
    ImportView old = planned("Uwe\n");
    day.setClock(Duration.ofMinutes(59));
    uploads().dropOld();
    assertThat(get(old).state()).isEqualTo(State.PLANNED);
    day.setClock(Duration.ofMinutes(2));
    uploads().dropOld();
    assertThat(folder).isEmptyDirectory();
    assertThat(SchoolDay.code(uploads().get(day.by(day.root), old.id())))
        .isEqualTo(RefusalCode.ROSTER_IMPORT_NOT_FOUND);
  }

  @Test
  void whatIsGivenUpLeavesNoFile() {
    ImportView planned = planned("Uwe\n");
    assertThat(folder).isNotEmptyDirectory();
    SchoolDay.done(uploads().remove(day.by(day.root), planned.id()));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsReadOrAppliedIsNotGivenUp() {
    ImportView begun = begun("people.csv", "Uwe\n");
    piece(begun, 0, "Uwe\n");
    assertThat(SchoolDay.code(uploads().remove(day.by(day.rita), begun.id())))
        .isEqualTo(RefusalCode.ROSTER_NOT_PLANNED);
    runAll();
    SchoolDay.done(uploads().apply(day.by(day.root), begun.id(), hash(get(begun)), false));
    assertThat(SchoolDay.code(uploads().remove(day.by(day.rita), begun.id())))
        .isEqualTo(RefusalCode.ROSTER_NOT_PLANNED);
    runAll();
    assertThat(get(begun).state()).isEqualTo(State.DONE);
  }

  @Test
  void aPieceThatComesAsItIsGivenUpLeavesNoFile() {
    var upload =
        new Upload(
            "one",
            day.hill,
            AuditActor.of(day.root.id()),
            day.now(),
            "people.csv",
            8,
            folder.resolve("one.csv"));
    assertThat(upload.drop()).isTrue();
    assertThat(SchoolDay.code(upload.append(0, new byte[4], day.now())))
        .isEqualTo(RefusalCode.ROSTER_IMPORT_NOT_FOUND);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFaultOfReadingLeavesNothingUnderWay() {
    reading =
        path -> {
          throw new StackOverflowError("so deep");
        };
    ImportView begun = begun("people.csv", "Uwe\n");
    piece(begun, 0, "Uwe\n");
    assertThatThrownBy(this::runAll).isInstanceOf(StackOverflowError.class);
    ImportView now = get(begun);
    assertThat(now.state()).isEqualTo(State.INVALID);
    assertThat(now.problem()).isNotNull();
    SchoolDay.done(uploads().remove(day.by(day.root), begun.id()));
  }

  @Test
  void aStoreThatIsAwayLeavesItToBeAppliedLater() {
    ImportView planned = planned("Uwe\n");
    day.stores.failNext("makeCurrent", When.BEFORE);
    assertThatThrownBy(() -> apply(planned, false)).isInstanceOf(StoreUnavailable.class);
    ImportView now = get(planned);
    assertThat(now.state()).isEqualTo(State.PLANNED);
    assertThat(now.problem()).isNotNull();
    apply(now, false);
    assertThat(names()).contains("Uwe");
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findFirst().orElseThrow();
    }
  }

  private RosterUploads uploads() {
    RosterUploads known = made;
    if (known == null) {
      known =
          new RosterUploads(
              day.chat.imports(),
              day.chat.roster(),
              path -> reading.read(path),
              folder,
              UploadLimits.DEFAULT,
              this::tell,
              () -> followed++,
              new RosterUploads.Environment(work::add, clock(), this::nextId));
      made = known;
    }
    return known;
  }

  private String nextId() {
    ids++;
    return "import-" + ids;
  }

  private Clock clock() {
    return ((InstantSource) day::now).withZone(ZoneOffset.UTC);
  }

  private void tell(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    ImportEvent of = (ImportEvent) event;
    assertThat(Set.copyOf(users)).isEqualTo(Set.of(day.root.id(), day.rita.id()));
    told.add(of.getClass().getSimpleName() + " " + of.view().state() + " root,rita");
  }

  /** A name on each line; one that begins with an exclamation mark is wrong. */
  private static ReadRoster read(Path path) throws IOException {
    List<String> lines = Files.readAllLines(path);
    List<FileError> errors =
        lines.stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> new FileError("people.csv", lines.indexOf(line) + 1, null, "No."))
            .toList();
    DesiredRoster roster =
        new DesiredRoster(
            "people",
            DesiredRoster.Of.all(lines.stream().map(RosterUploadsTest::student).toList()),
            DesiredRoster.Of.all(List.of()),
            DesiredRoster.Of.all(List.of()),
            List.of());
    return new ReadRoster("people.csv", errors.isEmpty() ? roster : null, errors);
  }

  private static DesiredPerson student(String name) {
    return new DesiredPerson(
        name,
        Role.STUDENT,
        name,
        null,
        name,
        true,
        List.of(),
        List.of(),
        new Place("people.csv", 1));
  }

  private ImportView begun(String name, String text) {
    return SchoolDay.done(
        uploads().create(day.by(day.root), name, text.getBytes(StandardCharsets.UTF_8).length));
  }

  private ImportView piece(ImportView to, long offset, String text) {
    return SchoolDay.done(append(to, offset, text));
  }

  private RefusalCode refused(ImportView to, long offset, String text) {
    return SchoolDay.code(append(to, offset, text));
  }

  private Outcome<ImportView> append(ImportView to, long offset, String text) {
    return uploads()
        .append(day.by(day.root), to.id(), offset, text.getBytes(StandardCharsets.UTF_8));
  }

  private ImportView planned(String text) {
    ImportView begun = begun("people.csv", text);
    piece(begun, 0, text);
    runAll();
    return get(begun);
  }

  private void apply(ImportView planned, boolean allowed) {
    SchoolDay.done(uploads().apply(day.by(day.root), planned.id(), hash(planned), allowed));
    runAll();
  }

  private void runAll() {
    while (!work.isEmpty()) {
      work.removeFirst().run();
    }
  }

  private ImportView get(ImportView one) {
    return SchoolDay.done(uploads().get(day.by(day.root), one.id()));
  }

  private static Planned plan(ImportView view) {
    return Objects.requireNonNull(view.plan());
  }

  private static String hash(ImportView view) {
    return Objects.requireNonNull(plan(view).hash());
  }

  private static ImportView.Upload upload(ImportView view) {
    return Objects.requireNonNull(view.upload());
  }

  private List<String> names() {
    return day.chat.rosterStore().people(day.hill).stream().map(User::name).toList();
  }

  private static String names(String begin, int count) {
    return String.join(
        "", Stream.iterate(1, i -> i + 1).limit(count).map(i -> begin + i + "\n").toList());
  }
}
