// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Where changes of whole rosters are written ahead, and what sources call the things of a school.
 * Every call blocks and is safe for many threads. What {@link #makeCurrent} wrote is durable when
 * it returns, and all before it; the other writes are once something later is, of whatever store,
 * and never without what was written before them.
 */
public interface RosterImportStore {

  /** Why none can be here, in a sentence; empty if they can. */
  Optional<String> refusal();

  /** The sources that the school's things came from. */
  Set<String> sources(SchoolId school);

  /** What the source calls the things of the school. */
  List<SourceEntry> entries(SchoolId school, String source);

  /** The same of one kind. */
  List<SourceEntry> entries(SchoolId school, String source, SourceEntry.Kind kind);

  /** The same of one kind, of those of {@code keys} (at most 10 000) that are there. */
  List<SourceEntry> entries(
      SchoolId school, String source, SourceEntry.Kind kind, Collection<String> keys);

  /** What the source calls these people (at most 10 000), and their places in classes. */
  List<SourceEntry> entriesAbout(SchoolId school, String source, Collection<UserId> people);

  /** Whose, by what a source says, an account elsewhere is that is called so, sign by sign. */
  Set<UserId> withAccount(SchoolId school, String account);

  /**
   * Counts whatever is written to the store but what imports of this process write, by any process:
   * another number than before means that somebody wrote, the same that nobody did. What another
   * process wrote may be counted only with the next write of an import of this one. What the number
   * is says nothing. A store that does not know answers another one each time.
   */
  default long writesOfOthers() {
    return System.nanoTime();
  }

  /**
   * Has the disk take what imports wrote so far, on this thread, which waits for it: somebody
   * else's durable write would else wait for that too. To be called between the writes of an
   * import, while others write. It promises nothing, so that nothing of a disk that fails is thrown
   * here: the next durable write says so. Does nothing in a store whose writes all are durable, as
   * by default.
   */
  default void settle() {}

  /** As {@link #begin(RosterImport, LongConsumer)}, where nobody else writes. */
  default void begin(RosterImport begun) {
    begin(begun, _ -> {});
  }

  /**
   * Begins an import, and drops those of its school that were begun and never became current. One
   * that was tried before under the same id, and did not become current, has nothing left of that:
   * whom it was to take {@linkplain homeroom.chat.roster.AdminGuard#beginToLeave is not leaving}.
   *
   * @param wrote called on this thread after each of several writes with how long it took, in
   *     nanoseconds; the next one comes once it returns
   */
  void begin(RosterImport begun, LongConsumer wrote);

  /** Writes batches ahead, which is to be repeated if it fails: numbers go from 0. */
  void stage(String id, int first, List<String> batches);

  /**
   * Makes it the roster of its school, once and for all, unless another became that since it was
   * begun, and writes down what was done.
   *
   * @return whether it is
   */
  boolean makeCurrent(String id, AuditEvent event);

  /** Those that are current and not done, in the order in which they became it. */
  List<RosterImport> current();

  /**
   * Whether the process is the one that brings a current import into the rows. Of several that ask
   * one is, as long as it asks again within ten seconds; where only one process serves the store it
   * always is. None is once it is done.
   *
   * @param process different for every process
   */
  boolean takesTurn(String id, String process);

  /** A batch of an import. */
  Optional<String> batch(String id, int number);

  /** Keeps what sources call things. Doing it twice is doing it once. */
  void keep(SchoolId school, String source, List<EntryChange> changes);

  /** So many batches are applied. */
  void advance(String id, int done);

  /** As {@link #finish(String, LongConsumer)}, where nobody else writes. */
  default void finish(String id) {
    finish(id, _ -> {});
  }

  /**
   * All is applied: forgets the batches. The version of the roster is another one then.
   *
   * @param wrote as {@link #begin(RosterImport, LongConsumer)} has it
   */
  void finish(String id, LongConsumer wrote);

  /** As {@link #drop(String, LongConsumer)}, where nobody else writes. */
  default void drop(String id) {
    drop(id, _ -> {});
  }

  /**
   * Drops one that did not become current.
   *
   * @param wrote as {@link #begin(RosterImport, LongConsumer)} has it
   */
  void drop(String id, LongConsumer wrote);

  /** The newest of a school that became current, newest first. */
  List<RosterImport> latest(SchoolId school, int limit);

  /** One of the school. */
  Optional<RosterImport> find(SchoolId school, String id);
}
