// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.imports.ImportView.Progress;
import homeroom.chat.imports.ImportView.State;
import homeroom.chat.query.Fields;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.Caller;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.text.Name;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rosters that admins bring from where they sit: a file comes in pieces, is read and compared, and
 * is applied by the hash of what was shown. Reading and applying run one after another on the
 * worker; every other call is short, and safe for many threads. Uploads are forgotten with the
 * process; what became current is not.
 */
public final class RosterUploads {

  /** How many that became current are looked through. */
  private static final int LATEST = Query.MAX_LIMIT;

  /** When one may be begun that found too many being read or applied. */
  private static final long BUSY_MILLIS = 5_000;

  private static final Fields<ImportView> FIELDS =
      Fields.byId(ImportView::id)
          .with("state", view -> view.state().name().toLowerCase(Locale.ROOT))
          .with("by", view -> view.by().text())
          .with("at", ImportView::at)
          .orderedBy(Comparator.comparing(ImportView::at).thenComparing(ImportView::id).reversed());

  /** What an installation does these with. */
  public record Environment(Executor worker, Clock clock, IdSource ids) {}

  private final RosterImports imports;
  private final Roster roster;
  private final RosterReader files;
  private final Path folder;
  private final UploadLimits limits;
  private final Fanout fanout;
  private final Runnable followed;
  private final Environment environment;
  private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
  private final ReentrantLock beginning = new ReentrantLock();

  /**
   * @param folder of the files, for these alone; it is made when there is one
   * @param followed called when the rows of a roster are those that were imported
   */
  public RosterUploads(
      RosterImports imports,
      Roster roster,
      RosterReader files,
      Path folder,
      UploadLimits limits,
      Fanout fanout,
      Runnable followed,
      Environment environment) {
    this.imports = imports;
    this.roster = roster;
    this.files = files;
    this.folder = folder;
    this.limits = limits;
    this.fanout = fanout;
    this.followed = followed;
    this.environment = environment;
  }

  /** Forgets the files that an earlier process left. */
  public void forgetFiles() throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path file : all.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * Begins an upload.
   *
   * @param name of the file: one that ends in {@code .csv} is a {@code people.csv}, others are ZIPs
   * @param size in bytes, 1 to {@link UploadLimits#MAX_BYTES}
   */
  public Outcome<ImportView> create(Caller caller, String name, long size) {
    return allowed(caller)
        .andThen(() ->
            Outcome.check(
                Name.isValid(Name.canonical(name), UploadLimits.MAX_FILE_NAME),
                () ->
                    Refusal.of(
                        RefusalCode.INVALID_FIELD,
                        "The name of a file can be seen.",
                        "name",
                        "cannot be seen")))
        .andThen(() ->
            Outcome.check(
                imports.refusal().isEmpty(),
                () -> Refusal.of(RefusalCode.ROSTER_ELSEWHERE, imports.refusal().orElseThrow())))
        .andThen(() -> begin(caller, Name.canonical(name), size));
  }

  private Outcome<ImportView> begin(Caller caller, String name, long size) {
    beginning.lock();
    try {
      boolean room =
          makeRoom(one -> one.school().equals(caller.schoolId()), limits.uploads())
              && makeRoom(one -> true, limits.uploadsOfAll());
      return Outcome.check(
              room,
              () ->
                  Refusal.tooMany(
                      RefusalCode.RATE_LIMITED,
                      "Too many files are being read or applied; begin when one of them is.",
                      BUSY_MILLIS))
          .map(free -> added(caller, name, size));
    } finally {
      beginning.unlock();
    }
  }

  private ImportView added(Caller caller, String name, long size) {
    String id = environment.ids().next();
    boolean table = name.toLowerCase(Locale.ROOT).endsWith(".csv");
    var upload =
        new Upload(
            id,
            caller.schoolId(),
            AuditActor.of(caller.userId()),
            now(),
            name,
            size,
            folder.resolve(id + (table ? ".csv" : ".zip")));
    makeFolder();
    uploads.put(id, upload);
    ImportView view = upload.view();
    tell(new ImportEvent.Begun(view.inShort()));
    return view;
  }

  private void makeFolder() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Drops those that nobody went on with for too long; to be called now and then. */
  public void dropOld() {
    var _ = makeRoom(one -> true, Integer.MAX_VALUE);
  }

  /**
   * Of those that nothing is done with now, the old ones go, and the oldest if there are many.
   *
   * @return whether there is room for one more
   */
  private boolean makeRoom(Predicate<Upload> among, int most) {
    Instant old = now().minus(limits.kept());
    List<Upload> oldestFirst =
        uploads.values().stream()
            .filter(among)
            .sorted(Comparator.comparing(Upload::touched))
            .toList();
    int count = oldestFirst.size();
    for (Upload one : oldestFirst) {
      if ((count >= most || one.touched().isBefore(old)) && drop(one)) {
        count--;
      }
    }
    return count < most;
  }

  /** Whether it is given up; one that is read or applied is not. */
  private boolean drop(Upload upload) {
    boolean dropped = upload.drop();
    if (dropped) {
      forget(upload);
      tell(new ImportEvent.Dropped(upload.view().inShort()));
    }
    return dropped;
  }

  private void forget(Upload upload) {
    uploads.remove(upload.id());
    try {
      Files.deleteIfExists(upload.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Appends a piece of the file; the last one has it read.
   *
   * @param offset in bytes, from the beginning of the file; of a piece that is there already
   *     nothing is changed
   */
  public Outcome<ImportView> append(Caller caller, String id, long offset, byte[] piece) {
    return upload(caller, id)
        .flatMap(upload ->
            upload
                .append(offset, piece, now())
                .map(whole -> {
                  if (whole) {
                    work(upload, () -> read(upload));
                  }
                  return upload.view();
                }));
  }

  /**
   * Applies what was shown.
   *
   * @param hash of what was shown
   * @param allowed whether it may be applied although it {@linkplain RosterPlan#needsWord needs a
   *     word}
   */
  public Outcome<ImportView> apply(Caller caller, String id, String hash, boolean allowed) {
    return upload(caller, id)
        .flatMap(upload ->
            upload
                .begin(hash, allowed, now())
                .map(begun -> {
                  changed(upload);
                  var actor = AuditActor.of(caller.userId());
                  work(upload, () -> apply(upload, hash, actor, allowed));
                  return get(caller, id) instanceof Outcome.Done<ImportView>(ImportView view)
                      ? view
                      : upload.view();
                }));
  }

  /** Gives an upload up. */
  public Outcome<ImportView> remove(Caller caller, String id) {
    return upload(caller, id)
        .flatMap(upload ->
            Outcome.check(
                    drop(upload),
                    () ->
                        Refusal.of(
                            RefusalCode.ROSTER_NOT_PLANNED,
                            "It is being read or applied; wait until that is done."))
                .map(dropped -> upload.view()));
  }

  /** One with all that is known of it. */
  public Outcome<ImportView> get(Caller caller, String id) {
    Outcome<Upload> upload = upload(caller, id);
    return upload instanceof Outcome.Refused<Upload>(Refusal refusal)
            && refusal.code() == RefusalCode.ROSTER_IMPORT_NOT_FOUND
        ? Outcome.found(
            imports
                .find(caller.schoolId(), id)
                .filter(made -> made.state() != RosterImport.State.STAGED)
                .map(ImportView::of),
            () -> refusal)
        : upload.map(Upload::view);
  }

  /** Those of the caller's school in short, the newest first. */
  public Outcome<Page<ImportView>> find(Caller caller, Query query) {
    return allowed(caller)
        .map(allowed -> {
          // In this order: one that becomes current meanwhile stands in both, never in neither.
          List<ImportView> coming =
              uploads.values().stream()
                  .filter(one -> one.school().equals(caller.schoolId()))
                  .map(Upload::view)
                  .toList();
          var all = new LinkedHashMap<String, ImportView>();
          coming.forEach(view -> all.put(view.id(), view));
          imports
              .latest(caller.schoolId(), LATEST)
              .forEach(made -> all.put(made.id(), ImportView.of(made)));
          return FIELDS.page(all.values().stream().map(ImportView::inShort), query);
        });
  }

  /** Whether the caller may import rosters at all. */
  public static Outcome<Outcome.Nothing> allowed(Caller caller) {
    return Outcome.check(
        caller.role() == Role.ADMIN,
        () -> Refusal.of(RefusalCode.ADMINS_ONLY, "Only an admin of the school imports rosters."));
  }

  private Outcome<Upload> upload(Caller caller, String id) {
    return allowed(caller)
        .andThen(() ->
            Outcome.found(
                Optional.ofNullable(uploads.get(id))
                    .filter(one -> one.school().equals(caller.schoolId())),
                () -> Refusal.notFound(RefusalCode.ROSTER_IMPORT_NOT_FOUND, id)));
  }

  private interface Work {
    void run() throws IOException;
  }

  /** On the worker, which hears of what fails there; it leaves an upload that says so. */
  private void work(Upload upload, Work work) {
    environment
        .worker()
        .execute(() -> {
          boolean done = false;
          try {
            work.run();
            done = true;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            if (!done) {
              failed(upload);
            }
          }
        });
  }

  private void failed(Upload upload) {
    if (uploads.containsKey(upload.id())) {
      boolean known = upload.view().state() == State.APPLYING;
      upload.failed(
          Refusal.of(
              RefusalCode.ROSTER_NOT_APPLIED,
              "The server could not do it now; nothing was changed. Try again."),
          known ? State.PLANNED : State.INVALID);
      changed(upload);
    }
  }

  private void read(Upload upload) throws IOException {
    changed(upload);
    ReadRoster read = files.read(upload.file());
    DesiredRoster wanted = read.roster();
    if (wanted == null) {
      upload.planned(State.INVALID, Planned.invalid(read.format(), read.errors()), "");
    } else {
      show(upload, read.format(), imports.plan(school(upload.school()), wanted));
    }
    changed(upload);
  }

  private void show(Upload upload, String format, RosterPlan plan) {
    if (!plan.errors().isEmpty()) {
      upload.planned(State.INVALID, Planned.invalid(format, plan.errors()), plan.source());
    } else {
      upload.planned(
          plan.isNothing() ? State.UNCHANGED : State.PLANNED,
          Planned.of(format, plan, limits.lines()),
          plan.source());
    }
  }

  private void apply(Upload upload, String hash, AuditActor actor, boolean allowed)
      throws IOException {
    ReadRoster read = files.read(upload.file());
    DesiredRoster wanted = read.roster();
    if (wanted == null) {
      throw new IOException("A file that was read cannot be read any more.");
    }
    RosterPlan plan = imports.plan(school(upload.school()), wanted);
    Outcome<RosterImport> outcome =
        plan.hash().equals(hash)
            ? imports.apply(upload.id(), plan, wanted, actor, allowed, telling(upload))
            : Outcome.refused(RosterImports.changedMeanwhile());
    switch (outcome) {
      case Outcome.Refused<RosterImport>(Refusal refusal) -> {
        show(upload, read.format(), imports.plan(school(upload.school()), wanted));
        upload.failed(refusal, upload.view().state());
        changed(upload);
      }
      case Outcome.Done<RosterImport>(RosterImport made) -> {
        forget(upload);
        bringIn(made);
      }
    }
  }

  private void bringIn(RosterImport made) {
    tell(made);
    var told = new Throttle(limits.progress(), environment.clock());
    var _ =
        imports.takeUp((step, done, of) -> {
          if (told.isDue(done == of)) {
            tell(made);
          }
        });
    followed.run();
    tell(made);
  }

  private ImportProgress telling(Upload upload) {
    var told = new Throttle(limits.progress(), environment.clock());
    return (step, done, of) -> {
      upload.at(new Progress(done, of));
      if (told.isDue(done == of)) {
        changed(upload);
      }
    };
  }

  private School school(SchoolId id) {
    return roster.school(id).orElseThrow();
  }

  private void changed(Upload upload) {
    tell(new ImportEvent.Changed(upload.view().inShort()));
  }

  private void tell(RosterImport made) {
    imports
        .find(made.school(), made.id())
        .ifPresent(now -> tell(new ImportEvent.Changed(ImportView.of(now).inShort())));
  }

  private void tell(ImportEvent event) {
    fanout.deliver(event, roster.admins(event.view().school()), null);
  }

  private Instant now() {
    return environment.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
