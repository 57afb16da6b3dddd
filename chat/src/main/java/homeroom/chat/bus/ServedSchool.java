// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A school that a node serves: what it hears of it and what it says, and who works at that. Safe
 * for many threads.
 */
final class ServedSchool {

  /** What the schools of one node share. */
  record Shared(
      Bus bus,
      HintStore hints,
      ChangeListener hears,
      Notices notices,
      Clock clock,
      Timer timer,
      Executor executor,
      BusLimits limits,
      NodeFigures figures,
      Faults faults) {

    /** Reports what is wrong with the work, and goes on. */
    Worker worker(String orElse, Runnable work) {
      return new Worker(executor, work, fault -> faults.happened(orElse, fault));
    }
  }

  private final Publisher publisher;
  private final Worker publishing;
  private final LogReader reader;
  private final Worker reading;
  private final Worker looking;
  private final Worker beginning;
  private final ReentrantLock begins = new ReentrantLock();

  /** It is heard, and what there was before anybody came is known, or will never be. */
  private volatile boolean begun;

  /** Of which nothing is heard yet. */
  ServedSchool(SchoolId school, Shared shared) {
    this.publisher =
        new Publisher(
            school,
            shared.bus(),
            shared.hints(),
            shared.timer(),
            shared.limits(),
            shared.figures(),
            shared.faults());
    this.publishing =
        shared.worker("What waits for the log of " + school + " was not appended", publisher::run);
    this.reader =
        new LogReader(
            school,
            shared.bus(),
            school.equals(OtherNodes.OF_ALL_SCHOOLS)
                ? new OfAllSchools(shared.hears())
                : shared.hears(),
            shared.notices(),
            publisher,
            shared.clock(),
            shared.timer(),
            shared.limits(),
            shared.figures(),
            shared.faults(),
            this::read);
    this.reading = shared.worker("The log of " + school + " was not followed", reader::run);
    String orElse = "What another node changed in " + school + " was not found";
    this.looking =
        shared.worker(
            orElse,
            () ->
                reader
                    .apart()
                    .make((conversation, since) ->
                        shared
                            .faults()
                            .none(orElse, () -> shared.hears().look(school, conversation, since))));
    this.beginning = shared.worker("The school " + school + " was not begun", () -> begin(false));
    shared.figures().of(publisher, reader);
  }

  Publisher publisher() {
    return publisher;
  }

  LogReader reader() {
    return reader;
  }

  /**
   * Returns once it is heard, or cannot be.
   *
   * @param admits whether somebody comes after this, whatever comes of it
   */
  void begin(boolean admits) {
    if (begun) {
      return;
    }
    begins.lock();
    try {
      if (!begun) {
        reader.run();
        reader.begins();
        begun = true;
      }
    } catch (StoreUnavailable e) {
      // Looked for at the next beat; what is from a moment before this one may be told then.
      begun = admits;
    } finally {
      begins.unlock();
    }
  }

  /** The same in a moment, if that is not so yet. */
  void beginIfNew() {
    if (!begun) {
      beginning.wake();
    }
  }

  /** What was heard is told in a moment. */
  void read() {
    reading.wake();
  }

  /** What waits is appended to the log in a moment. */
  void publish() {
    publishing.wake();
  }

  void lookIfHinted() {
    if (reader.apart().earliest().isPresent()) {
      looking.wake();
    }
  }

  /** What changed since then is looked for in a moment. */
  void look(Instant since) {
    reader.look(since);
  }
}
