// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.Chat;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.RosterUploads;
import homeroom.chat.imports.UploadLimits;
import homeroom.chat.school.Attempts;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.StoreUnavailable;
import homeroom.rosterfiles.RosterFileLimits;
import homeroom.rosterfiles.RosterFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rosters of a running server up to date: what other processes changed or made current,
 * what lies in the folder of exports, what is uploaded, and what a new day brings. Runs on a thread
 * of its own, and the reading of uploads on another.
 */
final class RosterUpkeep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RosterUpkeep.class);

  /** How often the folder of exports is looked at. */
  private static final Duration FOLDER_LOOK = Duration.ofSeconds(20);

  /**
   * How soon it is seen that another process made a roster current, where that costs next to
   * nothing.
   */
  private static final Duration CURRENT_LOOK = Duration.ofMillis(250);

  /** How often it is looked for uploads that nobody goes on with. */
  private static final Duration UPLOADS_LOOK = Duration.ofMinutes(5);

  private final Chat<?> chat;
  private final Runnable refreshed;
  private final RosterUploads uploads;
  private final @Nullable RosterFolder folder;
  private final Duration pollPause;
  private final boolean looksForCurrent;
  private final NewlyCurrent newlyCurrent;

  private final ScheduledExecutorService poll = Homeroom.timer("roster");
  private final ScheduledExecutorService reading = Homeroom.timer("roster-files");

  /**
   * Forgets the files of uploads that an earlier start of the server left; nothing runs yet.
   *
   * @param refreshed is called whenever the roster was read again, before it is followed
   */
  RosterUpkeep(
      Chat<?> chat,
      DataDirectory directory,
      ServerOptions options,
      Fanout fanout,
      IdSource ids,
      Clock clock,
      Runnable refreshed)
      throws IOException {
    this.chat = chat;
    this.refreshed = refreshed;
    this.pollPause = Duration.ofMillis(options.rosterPollMillis);
    this.looksForCurrent = directory.store() instanceof SqliteAddress;
    this.newlyCurrent = new NewlyCurrent(chat.imports()::notBroughtIn, this::refresh);
    Path exports = options.rosterFolder;
    this.folder =
        exports == null
            ? null
            : new RosterFolder(
                exports, new RosterFiles(RosterFileLimits.DEFAULT), chat.imports(), chat.audit());
    this.uploads =
        new RosterUploads(
            chat.imports(),
            chat.roster(),
            new RosterFiles(RosterFileLimits.UPLOADED),
            directory.path().resolve(DataDirectory.UPLOADS),
            UploadLimits.DEFAULT,
            fanout,
            () -> poll.execute(this::refresh),
            new RosterUploads.Environment(
                work -> reading.execute(() -> handleUpload(work)), clock, ids));
    uploads.forgetFiles();
  }

  RosterUploads uploads() {
    return uploads;
  }

  /** Takes the roster and the rules as they are, before anybody comes. */
  void begin() {
    bringIn();
    chat.live().start();
    chat.liveRules().catchUp();
  }

  /** Follows what changes from now on. */
  void start() {
    every(pollPause, pollPause, poll, this::refresh);
    if (looksForCurrent) {
      every(CURRENT_LOOK, CURRENT_LOOK, poll, this::lookForCurrent);
    }
    every(UPLOADS_LOOK, UPLOADS_LOOK, reading, () -> handleUpload(uploads::dropOld));
    RosterFolder exports = folder;
    if (exports != null) {
      every(Duration.ZERO, FOLDER_LOOK, poll, () -> lookAt(exports));
    }
  }

  private static void every(
      Duration first, Duration pause, ScheduledExecutorService thread, Runnable work) {
    var _ =
        thread.scheduleWithFixedDelay(
            work, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What became current while nobody brought it in, and what a new day brings. */
  private void bringIn() {
    var attempts = new Attempts();
    attempts.make(this::takeUp);
    attempts.make(() -> {
      if (chat.imports().followDays()) {
        takeUp();
      }
    });
    attempts.finish();
  }

  private void takeUp() {
    var _ = chat.imports().takeUp(ImportProgress.NONE);
  }

  /** A command waits for it, and people who wait for the command. */
  private void lookForCurrent() {
    try {
      newlyCurrent.look();
    } catch (StoreUnavailable e) {
      LOG.debug("It could not be looked for rosters of other processes.", e);
    } catch (RuntimeException e) {
      LOG.warn("It could not be looked for rosters of other processes; trying again.", e);
    }
  }

  private void refresh() {
    try {
      var attempts = new Attempts();
      attempts.make(this::bringIn);
      attempts.make(() -> {
        var _ = chat.roster().refresh();
      });
      attempts.make(refreshed);
      attempts.make(chat.live()::catchUp);
      attempts.make(chat.liveRules()::catchUp);
      attempts.finish();
    } catch (StoreUnavailable e) {
      LOG.warn("The roster could not be read: {} Trying again.", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("The roster could not be read; trying again.", e);
    }
  }

  /** What becomes current is brought in at the next look at the roster. */
  private void lookAt(RosterFolder exports) {
    try {
      var _ = exports.look(chat.roster().schools());
    } catch (StoreUnavailable e) {
      LOG.warn("The files of rosters could not be compared: {} Trying again.", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("The files of a roster failed; they are tried again when they are others.", e);
    }
  }

  private static void handleUpload(Runnable work) {
    try {
      work.run();
    } catch (StoreUnavailable e) {
      LOG.warn("The roster that somebody uploaded has to wait: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("The roster that somebody uploaded could not be read or applied.", e);
    }
  }

  /** Ends what is under way; what was applied stays, and is brought in at the next start. */
  @Override
  public void close() {
    poll.shutdownNow();
    reading.shutdownNow();
  }
}
