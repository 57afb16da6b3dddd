// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.imports.FileError;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.ReadRoster;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.imports.RosterPlan;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.rosterfiles.RosterFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder into which a student information system exports: what is new in it becomes the roster of
 * its school. Files are taken once they have stayed the same from one look to the next. What cannot
 * be applied changes nothing, is written down in the audit of the school, and is not tried again
 * until the files are others. What is not the files' fault is tried again at the next look: a store
 * that is away, a roster that was changed meanwhile. So is, after pauses that grow, what would
 * leave the school no admin who can sign in, since others change who can; that is written down
 * once. For one thread.
 */
final class RosterFolder {

  private static final Logger LOG = LoggerFactory.getLogger(RosterFolder.class);
  private static final AuditActor ACTOR = new AuditActor("(roster folder)");

  /** How many errors of files the audit names. */
  private static final int NAMED = 3;

  /**
   * After how many looks at most an export is tried again that would leave no admin: each time the
   * whole of it is read, compared and written ahead.
   */
  private static final int LONGEST_PAUSE = 15;

  /**
   * How an export waits that would leave no admin.
   *
   * @param pause from the last try to the next one, in looks
   * @param left how many of them there are yet
   */
  private record Waiting(int pause, int left) {

    static final Waiting FIRST = new Waiting(1, 1);

    Waiting looked() {
      return new Waiting(pause, left - 1);
    }

    Waiting longer() {
      int longer = Math.min(pause * 2, LONGEST_PAUSE);
      return new Waiting(longer, longer);
    }
  }

  private final Path folder;
  private final RosterFiles files;
  private final RosterImports imports;
  private final Audit audit;

  /** What each school's files were like at the last look. */
  private final Map<SchoolId, String> seen = new HashMap<>();

  /** What they were like when they were read. */
  private final Map<SchoolId, String> done = new HashMap<>();

  /** Those that would leave no admin, which was told. */
  private final Map<SchoolId, Waiting> waiting = new HashMap<>();

  /** Why they could not be read at the last look, which is told once. */
  private final Map<SchoolId, String> unreadable = new HashMap<>();

  /**
   * @param folder the files of the one school, or a folder of each school's name
   */
  RosterFolder(Path folder, RosterFiles files, RosterImports imports, Audit audit) {
    this.folder = folder;
    this.files = files;
    this.imports = imports;
    this.audit = audit;
  }

  /**
   * Looks for what is new.
   *
   * @return whether a roster became current, which is to be {@linkplain RosterImports#takeUp taken
   *     up}
   * @throws StoreUnavailable if the store is away; the next look tries again
   */
  boolean look(List<School> schools) {
    boolean any = false;
    for (School school : schools) {
      any |= look(school, schools.size() == 1);
    }
    return any;
  }

  private boolean look(School school, boolean alone) {
    try {
      Optional<Path> of = folderOf(school, alone);
      boolean any = of.isPresent() && lookInto(school, of.get());
      unreadable.remove(school.id());
      return any;
    } catch (IOException | UncheckedIOException e) {
      String why = "The files cannot be read: " + FailureSentence.of(e);
      if (!why.equals(unreadable.put(school.id(), why))) {
        fail(school, why);
      }
      return false;
    }
  }

  /** Below the folder of all; that itself if there is one school. */
  private Optional<Path> folderOf(School school, boolean alone) throws IOException {
    try {
      Path own = folder.resolve(school.name()).normalize();
      if (own.startsWith(folder.normalize()) && Files.isDirectory(own)) {
        return Optional.of(own);
      }
    } catch (InvalidPathException e) {
      if (!alone) {
        throw new IOException(
            "no folder can have the school's name in this locale; run the server with"
                + " LANG=C.UTF-8.",
            e);
      }
    }
    return alone ? Optional.of(folder) : Optional.empty();
  }

  private boolean lookInto(School school, Path of) throws IOException {
    Optional<Path> export = export(of);
    if (export.isEmpty()) {
      return false;
    }
    String now = fingerprint(export.get());
    if (!now.equals(seen.put(school.id(), now))) {
      done.remove(school.id());
      waiting.remove(school.id());
      return false;
    }
    if (now.equals(done.put(school.id(), now)) && !isTriedAgain(school)) {
      return false;
    }
    try {
      ReadRoster read = files.read(export.get());
      return now.equals(fingerprint(export.get())) && apply(school, export.get(), read);
    } catch (IOException | StoreUnavailable e) {
      done.remove(school.id());
      throw e;
    }
  }

  private boolean isTriedAgain(School school) {
    Waiting now = waiting.computeIfPresent(school.id(), (_, before) -> before.looked());
    return now != null && now.left() <= 0;
  }

  /** The newest ZIP of the folder; without one the folder, if it has tables. */
  private static Optional<Path> export(Path of) throws IOException {
    try (Stream<Path> all = Files.list(of)) {
      List<Path> there = all.filter(Files::isRegularFile).toList();
      Optional<Path> zip =
          there.stream()
              .filter(file -> isNamed(file, ".zip"))
              .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
      boolean tables = there.stream().anyMatch(file -> isNamed(file, ".csv"));
      return zip.isPresent() || !tables ? zip : Optional.of(of);
    }
  }

  private static boolean isNamed(Path file, String end) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(end);
  }

  private static String fingerprint(Path export) throws IOException {
    if (Files.isRegularFile(export)) {
      return line(export);
    }
    try (Stream<Path> all = Files.list(export)) {
      return all.filter(file -> isNamed(file, ".csv"))
          .sorted()
          .map(RosterFolder::line)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String line(Path file) {
    return file + " " + file.toFile().length() + " " + file.toFile().lastModified();
  }

  private boolean apply(School school, Path export, ReadRoster read) {
    if (read.roster() == null) {
      giveUp(school, sentence(read.errors()));
      return false;
    }
    RosterPlan plan = imports.plan(school, read.roster());
    if (!plan.errors().isEmpty()) {
      giveUp(school, sentence(plan.errors()));
      return false;
    }
    if (plan.isNothing()) {
      waiting.remove(school.id());
      return false;
    }
    Outcome<RosterImport> outcome =
        imports.apply(plan, read.roster(), ACTOR, false, ImportProgress.NONE);
    if (outcome instanceof Outcome.Refused<RosterImport>(Refusal refusal)) {
      refused(school, refusal);
      return false;
    }
    waiting.remove(school.id());
    LOG.info("The roster of {} is that of {}: {}.", school.name(), export, plan.counts());
    return true;
  }

  private void refused(School school, Refusal refusal) {
    switch (refusal.code()) {
      case ROSTER_CHANGED -> {
        LOG.info("The files of {} are tried again: {}", school.name(), refusal.message());
        done.remove(school.id());
      }
      case LAST_ADMIN -> {
        @Nullable Waiting before = waiting.get(school.id());
        waiting.put(school.id(), before == null ? Waiting.FIRST : before.longer());
        if (before == null) {
          fail(school, refusal.message() + " The same files are tried again by themselves.");
        }
      }
      default -> giveUp(school, refusal.message());
    }
  }

  /** Until the files are others. */
  private void giveUp(School school, String why) {
    waiting.remove(school.id());
    fail(school, why);
  }

  private static String sentence(List<FileError> errors) {
    boolean cut = !errors.isEmpty() && errors.getLast().isRest();
    int more = errors.size() - NAMED - (cut ? 1 : 0);
    String and = cut ? " And more than " : " And ";
    return errors.stream().limit(NAMED).map(FileError::toString).collect(Collectors.joining(" "))
        + (more > 0 ? and + more + " more." : "");
  }

  private void fail(School school, String why) {
    LOG.warn("The files of {} changed nothing: {}", school.name(), why);
    audit.record(school.id(), ACTOR, AuditAction.ROSTER_IMPORT_FAILED, "", why, "");
  }
}
