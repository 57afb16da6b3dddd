// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.imports.ImportView.Progress;
import homeroom.chat.imports.ImportView.State;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.SchoolId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A file that an admin brings, and what is known of it. Safe for many threads. */
final class Upload {

  private final String id;
  private final SchoolId school;
  private final AuditActor by;
  private final Instant at;
  private final String name;
  private final long size;
  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.UPLOADING;
  private boolean dropped;
  private long received;
  private Instant touched;
  private @Nullable Planned plan;
  private String source = "";
  private @Nullable Progress progress;
  private @Nullable Refusal problem;

  /**
   * @param size in bytes, of all of it
   * @param file where it is kept
   */
  Upload(String id, SchoolId school, AuditActor by, Instant at, String name, long size, Path file) {
    this.id = id;
    this.school = school;
    this.by = by;
    this.at = at;
    this.touched = at;
    this.name = name;
    this.size = size;
    this.file = file;
  }

  String id() {
    return id;
  }

  SchoolId school() {
    return school;
  }

  Path file() {
    return file;
  }

  Instant touched() {
    lock.lock();
    try {
      return touched;
    } finally {
      lock.unlock();
    }
  }

  ImportView view() {
    lock.lock();
    try {
      return new ImportView(
          id,
          school,
          state,
          by,
          at,
          source,
          new ImportView.Upload(name, size, received),
          plan,
          progress,
          problem);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Appends a piece. One that is there already changes nothing.
   *
   * @return whether all of it is there now, for the first time
   */
  Outcome<Boolean> append(long offset, byte[] piece, Instant now) {
    lock.lock();
    try {
      if (dropped) {
        return Outcome.refused(notFound());
      }
      if (offset + piece.length <= received) {
        return Outcome.done(false);
      }
      if (state != State.UPLOADING || offset != received || received + piece.length > size) {
        return Outcome.refused(
            Refusal.of(
                RefusalCode.ROSTER_UPLOAD_OFFSET,
                "The upload goes on at %d of %d bytes.".formatted(received, size)));
      }
      write(offset, piece);
      received += piece.length;
      touched = now;
      if (received < size) {
        return Outcome.done(false);
      }
      state = State.READING;
      return Outcome.done(true);
    } finally {
      lock.unlock();
    }
  }

  /** At its place: a disk that was full may have taken a part of it before. */
  private void write(long offset, byte[] piece) {
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(offset);
      out.write(piece);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes no more of the file, which can be deleted; not while it is read or applied.
   *
   * @return whether it is dropped now, and was not before
   */
  boolean drop() {
    lock.lock();
    try {
      if (dropped || state == State.READING || state == State.APPLYING) {
        return false;
      }
      dropped = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private Refusal notFound() {
    return Refusal.notFound(RefusalCode.ROSTER_IMPORT_NOT_FOUND, id);
  }

  /** What is wrong with it, or what it changes, is known. */
  void planned(State known, Planned now, String from) {
    lock.lock();
    try {
      state = known;
      plan = now;
      source = from;
      progress = null;
    } finally {
      lock.unlock();
    }
  }

  /** Begins to apply what was shown. */
  Outcome<Outcome.Nothing> begin(String hash, boolean allowed, Instant now) {
    lock.lock();
    try {
      if (dropped) {
        return Outcome.refused(notFound());
      }
      if (state != State.PLANNED || plan == null) {
        return Outcome.refused(
            Refusal.of(
                RefusalCode.ROSTER_NOT_PLANNED,
                "There is nothing of it to be applied; apply one whose state is 'planned'."));
      }
      if (!hash.equals(plan.hash())) {
        return Outcome.refused(
            Refusal.of(
                RefusalCode.ROSTER_CHANGED,
                "The hash of what would change is another one; look at it again."));
      }
      if (plan.needsWord() != null && !allowed) {
        return Outcome.refused(
            Refusal.of(
                RefusalCode.ROSTER_NEEDS_WORD,
                plan.needsWord() + " That is to be allowed explicitly."));
      }
      state = State.APPLYING;
      problem = null;
      touched = now;
      return Outcome.done();
    } finally {
      lock.unlock();
    }
  }

  void at(Progress now) {
    lock.lock();
    try {
      progress = now;
    } finally {
      lock.unlock();
    }
  }

  /** It was not applied, and is in that state now. */
  void failed(Refusal why, State now) {
    lock.lock();
    try {
      problem = why;
      state = now;
      progress = null;
    } finally {
      lock.unlock();
    }
  }
}
