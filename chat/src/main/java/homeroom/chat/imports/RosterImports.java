// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.audit.AuditLog;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.Attempts;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.StoreUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Plans what a desired roster changes, and applies plans: the changes are written ahead in small
 * batches that nobody reads, one write makes them the roster of the school, and {@link #takeUp}
 * brings them into its rows, in this process or in the next one.
 *
 * <p>Safe for many threads, which apply one after another; blocks on the store.
 */
public final class RosterImports {

  /**
   * How many batches are written ahead at once, and applied before it is written down how far they
   * are.
   */
  private static final int BATCHES_AT_ONCE = 2;

  /** Of how many batches at most the picture has only those whom they change. */
  private static final int FEW_BATCHES = 64;

  /** About how long the writes of a large import wait for others in all, while it is staged. */
  private static final long STAGING_PAUSES = Duration.ofSeconds(4).toNanos();

  /** The same while it is brought in. */
  private static final long BRINGING_IN_PAUSES = Duration.ofSeconds(11).toNanos();

  /** Keeps days by themselves. */
  private static final AuditActor CALENDAR = new AuditActor("(calendar)");

  /** How often it is looked whether another process has brought an import in. */
  private static final long OTHERS_TURN_NANOS = Duration.ofMillis(100).toNanos();

  /** Says which process this is, to others on the store. */
  private final String process = UUID.randomUUID().toString();

  private final VersionedRosterStore rosters;
  private final RosterImportStore imports;
  private final PresentReader reader;
  private final StayingAdmins admins;
  private final AuditLog audit;
  private final Runnable changed;
  private final Function<SchoolId, ZoneId> zones;
  private final Clock clock;
  private final IdSource ids;
  private final ReentrantLock applying = new ReentrantLock();
  private final ReentrantLock bringing = new ReentrantLock();
  private final Map<SchoolId, LocalDate> followed = new HashMap<>();

  /**
   * @param changed called when a roster is another one, before its rows are
   * @param zones the time zones of schools, in which days begin
   */
  public RosterImports(
      VersionedRosterStore rosters,
      RosterImportStore imports,
      SchoolAdmins admins,
      AuditLog audit,
      Runnable changed,
      Function<SchoolId, ZoneId> zones,
      Clock clock,
      IdSource ids) {
    this.rosters = rosters;
    this.imports = imports;
    this.reader = new PresentReader(rosters, imports);
    this.admins = new StayingAdmins(admins);
    this.audit = audit;
    this.changed = changed;
    this.zones = zones;
    this.clock = clock;
    this.ids = ids;
  }

  /** Why this store takes no imports, in a sentence; empty if it does. */
  public Optional<String> refusal() {
    return imports.refusal();
  }

  /** The school of that name, to be planned for; one that is not there is made by applying. */
  public School school(String name) {
    return named(name)
        .orElseGet(() -> new School(new SchoolId(ids.next()), name, SchoolSettings.DEFAULT, now()));
  }

  private Optional<School> named(String name) {
    return rosters.schools().stream().filter(school -> school.name().equals(name)).findFirst();
  }

  /** What the desired roster changes of the school's. Changes nothing. */
  public RosterPlan plan(School school, DesiredRoster wanted) {
    RosterPlanner.Present present = reader.read(school, wanted);
    boolean shared = rosters.schools().stream().anyMatch(one -> !one.id().equals(school.id()));
    return new RosterPlanner(
            present,
            wanted,
            email -> shared && isTakenElsewhere(email, school.id()),
            today(school.id()),
            now(),
            ids)
        .plan();
  }

  private boolean isTakenElsewhere(String email, SchoolId school) {
    return rosters
        .credentials(email)
        .filter(one -> !one.user().schoolId().equals(school))
        .isPresent();
  }

  /**
   * Makes what was planned the roster of the school. When it is done, the roster is the new one for
   * good; {@link #takeUp} does what follows.
   *
   * @param wanted what the plan was made of
   * @param allowed whether the plan may be applied although it {@linkplain RosterPlan#needsWord
   *     needs a word}
   */
  public Outcome<RosterImport> apply(
      RosterPlan plan,
      DesiredRoster wanted,
      AuditActor actor,
      boolean allowed,
      ImportProgress progress) {
    return apply(ids.next(), plan, wanted, actor, allowed, progress);
  }

  /** The same, of an import that has that id. */
  Outcome<RosterImport> apply(
      String id,
      RosterPlan plan,
      DesiredRoster wanted,
      AuditActor actor,
      boolean allowed,
      ImportProgress progress) {
    return Outcome.check(
            refusal().isEmpty(),
            () -> Refusal.of(RefusalCode.ROSTER_ELSEWHERE, refusal().orElseThrow()))
        .andThen(() ->
            Outcome.check(
                plan.errors().isEmpty(),
                () ->
                    Refusal.of(
                        RefusalCode.ROSTER_INVALID, "The files have errors; nothing was changed.")))
        .andThen(() ->
            Outcome.check(
                allowed || plan.needsWord() == null,
                () ->
                    Refusal.of(
                        RefusalCode.ROSTER_NEEDS_WORD,
                        Objects.requireNonNull(plan.needsWord())
                            + " That is to be allowed explicitly.")))
        .andThen(() -> stage(id, plan, wanted, actor, progress));
  }

  private Outcome<RosterImport> stage(
      String id, RosterPlan plan, DesiredRoster wanted, AuditActor actor, ImportProgress progress) {
    applying.lock();
    try {
      if (!isStill(plan, wanted)) {
        return Outcome.refused(changedMeanwhile());
      }
      List<ImportBatch> batches = ImportBatch.of(plan.changes(), plan.entries());
      var begun =
          new RosterImport(
              id,
              plan.school().id(),
              plan.source(),
              plan.hash(),
              actor,
              now(),
              RosterImport.State.STAGED,
              batches.size(),
              0,
              plan.counts());
      // A server beside takes turns with this process at the file, and has messages to write.
      var pace = Pace.of(imports, batches.size() / BATCHES_AT_ONCE, STAGING_PAUSES);
      imports.begin(begun, pace::leaveRoom);
      for (int number = 0; number < batches.size(); number += BATCHES_AT_ONCE) {
        int end = Math.min(number + BATCHES_AT_ONCE, batches.size());
        List<String> texts = batches.subList(number, end).stream().map(BatchText::write).toList();
        long began = System.nanoTime();
        imports.stage(begun.id(), number, texts);
        pace.leaveRoom(System.nanoTime() - began);
        progress.at(ImportProgress.Step.STAGING, end, batches.size());
      }
      if (!admins.stay(begun.id(), plan)) {
        imports.drop(begun.id(), pace::leaveRoom);
        return Outcome.refused(Refusal.of(RefusalCode.LAST_ADMIN, StayingAdmins.NONE));
      }
      if (!isStill(plan, wanted)) {
        imports.drop(begun.id(), pace::leaveRoom);
        return Outcome.refused(changedMeanwhile());
      }
      if (!imports.makeCurrent(begun.id(), event(begun))) {
        imports.drop(begun.id(), pace::leaveRoom);
        return Outcome.refused(overtaken());
      }
      return Outcome.done(begun);
    } finally {
      applying.unlock();
    }
  }

  private boolean isStill(RosterPlan plan, DesiredRoster wanted) {
    return rosters.version() == plan.version()
        || plan(plan.school(), wanted).hash().equals(plan.hash());
  }

  static Refusal changedMeanwhile() {
    return Refusal.of(
        RefusalCode.ROSTER_CHANGED,
        "The files or the roster changed since it was looked at; nothing was changed. Look at it"
            + " again.");
  }

  private static Refusal overtaken() {
    return Refusal.of(
        RefusalCode.ROSTER_CHANGED,
        "Another import of the school began or came before it, or it was held up for more than a"
            + " minute; nothing was changed. Look at it again.");
  }

  private AuditEvent event(RosterImport begun) {
    return AuditEvent.of(
            AuditChain.of(begun.school()),
            now(),
            begun.actor(),
            AuditAction.ROSTER_IMPORTED,
            begun.id())
        .withDetail(begun.source() + ", " + begun.counts());
  }

  /**
   * Brings what became current into the rows of the rosters, wherever that stopped. Until it is
   * done everybody is answered from the new roster. What fails for one school fails at the end: the
   * others come first.
   *
   * @return whether there was anything
   */
  public boolean takeUp(ImportProgress progress) {
    return takeUp(progress, false);
  }

  /** The same, faster, where nobody else writes to the store meanwhile. */
  public boolean takeUpAlone(ImportProgress progress) {
    return takeUp(progress, true);
  }

  private boolean takeUp(ImportProgress progress, boolean alone) {
    bringing.lock();
    try {
      List<RosterImport> current = imports.current();
      if (rosters.showRowsBut(schools(current))) {
        changed.run();
      }
      var attempts = new Attempts();
      current.forEach(one -> attempts.make(() -> takeUp(one, progress, alone)));
      attempts.finish();
      return !current.isEmpty();
    } finally {
      bringing.unlock();
    }
  }

  private void takeUp(RosterImport one, ImportProgress progress, boolean alone) {
    rosters.bringIn(
        one.school(),
        () -> picture(one),
        () -> {
          changed.run();
          while (!isBroughtIn(one, progress, alone)) {
            awaitOthers();
          }
        });
    changed.run();
  }

  /** By this process, from where the one before it stopped, or by another one, whose turn it is. */
  private boolean isBroughtIn(RosterImport one, ImportProgress progress, boolean alone) {
    boolean mine = imports.takesTurn(one.id(), process);
    Optional<RosterImport> now =
        imports
            .find(one.school(), one.id())
            .filter(found -> found.state() == RosterImport.State.CURRENT);
    return now.isEmpty() || (mine && bringIn(now.get(), progress, alone));
  }

  private static void awaitOthers() {
    LockSupport.parkNanos(OTHERS_TURN_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreUnavailable("The server is stopping.", 1_000);
    }
  }

  /** The roster of the school with all of the import; of a small one, of those it changes. */
  private RosterPicture picture(RosterImport one) {
    if (one.batches() - one.done() <= FEW_BATCHES) {
      var changes = new ArrayList<RosterChange>();
      for (int number = one.done(); number < one.batches(); number++) {
        batch(one, number).ifPresent(batch -> changes.addAll(batch.changes()));
      }
      Optional<RosterPicture> few = ChangedPeople.of(rosters.rows(), one.school(), changes);
      if (few.isPresent()) {
        return few.get();
      }
    }
    return wholePicture(one);
  }

  private RosterSnapshot wholePicture(RosterImport one) {
    var picture =
        new RosterSnapshot(
            rosters.rows().school(one.school()), rosters.rows().everything(one.school()));
    for (int number = one.done(); number < one.batches(); number++) {
      batch(one, number)
          .map(ImportBatch::changes)
          .ifPresent(changes -> changes.forEach(picture::apply));
    }
    return picture;
  }

  /**
   * One that is not there or cannot be read any more is left out: what it was to change, the next
   * import of the source finds missing.
   */
  private Optional<ImportBatch> batch(RosterImport one, int number) {
    return imports.batch(one.id(), number).flatMap(text -> BatchText.read(one.school(), text));
  }

  /** The ids of imports that became current and are not in the rows, whoever did it. Cheap. */
  public Set<String> notBroughtIn() {
    return imports.current().stream().map(RosterImport::id).collect(Collectors.toSet());
  }

  private static Set<SchoolId> schools(List<RosterImport> imports) {
    return imports.stream().map(RosterImport::school).collect(Collectors.toSet());
  }

  /** Whether this process brings something in right now, so that all of a roster is in memory. */
  public boolean isBringingIn() {
    return bringing.isLocked();
  }

  /** Until all is in, or it is no longer the turn of this process. */
  private boolean bringIn(RosterImport one, ImportProgress progress, boolean alone) {
    var leftOut = new ArrayList<String>();
    int step = alone ? BATCHES_AT_ONCE : 1;
    var pace = Pace.of(imports, one.batches() - one.done(), BRINGING_IN_PAUSES);
    for (int number = one.done(); number < one.batches(); number += step) {
      long began = System.nanoTime();
      int done = Math.min(number + step, one.batches());
      leftOut.addAll(bringIn(one, number, done));
      if (alone || done % BATCHES_AT_ONCE == 0) {
        imports.advance(one.id(), done);
        if (!imports.takesTurn(one.id(), process)) {
          return false;
        }
      }
      progress.at(ImportProgress.Step.BRINGING_IN, done, one.batches());
      if (!alone) {
        pace.leaveRoom(System.nanoTime() - began);
      }
    }
    if (!imports.takesTurn(one.id(), process)) {
      return false;
    }
    if (!leftOut.isEmpty()) {
      var _ =
          audit.record(
              AuditEvent.of(
                      AuditChain.of(one.school()),
                      now(),
                      one.actor(),
                      AuditAction.ROSTER_IMPORTED,
                      one.id())
                  .withDetail("left out: " + String.join(", ", leftOut)));
    }
    imports.finish(one.id(), alone ? _ -> {} : pace::leaveRoom);
    return true;
  }

  /** Brings in some batches; what could not be brought in, in a few words each. */
  private List<String> bringIn(RosterImport one, int from, int to) {
    var leftOut = new ArrayList<String>();
    var changes = new ArrayList<RosterChange>();
    var entries = new ArrayList<EntryChange>();
    for (int number = from; number < to; number++) {
      Optional<ImportBatch> batch = batch(one, number);
      if (batch.isPresent()) {
        changes.addAll(batch.get().changes());
        entries.addAll(batch.get().entries());
      } else {
        leftOut.add("batch %d of %d, which cannot be read".formatted(number + 1, one.batches()));
      }
    }
    leftOut.addAll(RosterRows.apply(rosters.rows(), changes));
    if (!entries.isEmpty()) {
      imports.keep(one.school(), one.source(), entries);
    }
    return leftOut;
  }

  /**
   * Begins and ends what begins and ends with a day. To be called every minute or so; looks at the
   * rosters once a day.
   *
   * @return whether anything was changed: then {@link #takeUp} is to be called
   */
  public boolean followDays() {
    if (refusal().isPresent()) {
      return false;
    }
    var moved = new HashSet<SchoolId>();
    var attempts = new Attempts();
    for (School school : rosters.schools()) {
      attempts.make(() -> {
        if (followDay(school)) {
          moved.add(school.id());
        }
      });
    }
    attempts.finish();
    return !moved.isEmpty();
  }

  private boolean followDay(School school) {
    LocalDate today = today(school.id());
    boolean any = false;
    if (!today.equals(followed.get(school.id()))) {
      boolean all = true;
      for (String source : imports.sources(school.id())) {
        DesiredRoster unchanged = DesiredRoster.unchanged(source);
        RosterPlan plan = plan(school, unchanged);
        if (!plan.isNothing()) {
          boolean done =
              apply(plan, unchanged, CALENDAR, true, ImportProgress.NONE)
                  instanceof Outcome.Done<RosterImport>;
          any |= done;
          all &= done;
        }
      }
      // What was refused, since another one is being brought in, is tried again.
      if (all) {
        followed.put(school.id(), today);
      }
    }
    return any;
  }

  /** The imports of a school that became current, newest first. */
  public List<RosterImport> latest(SchoolId school, int limit) {
    return imports.latest(school, limit);
  }

  /** The import with that id of the school, however far it is. */
  public Optional<RosterImport> find(SchoolId school, String id) {
    return imports.find(school, id);
  }

  /** What the school's things are called by a source, and what there is of them. */
  public List<SourceEntry> entries(SchoolId school, String source) {
    return imports.entries(school, source);
  }

  private LocalDate today(SchoolId school) {
    return clock.instant().atZone(zones.apply(school)).toLocalDate();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
