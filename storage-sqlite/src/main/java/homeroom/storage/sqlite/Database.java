// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The file and its lanes: one thread that writes, a few that read, a few that search, and one that
 * copies the log into the file. Any thread may call; it waits until its work is done.
 */
final class Database implements AutoCloseable {

  /** A user may have as many writes in one transaction as it takes: each is short. */
  private static final int ALL = Integer.MAX_VALUE;

  private final Checkpoints checkpoints;
  private final WorkQueue writes;
  private final WorkQueue reads;
  private final WorkQueue searches;
  private final AtomicLong commitCount = new AtomicLong();
  private final AtomicLong writeCount = new AtomicLong();
  private final AtomicLong chatCount = new AtomicLong();
  private final LogSync log;
  private volatile LongConsumer committed = nanos -> {};
  private final List<StatementCache> sessions = new ArrayList<>();

  private Database(Path file, Connections connections, SqliteLimits limits) throws SQLException {
    StatementCache writing;
    SearchWords words;
    StatementCache copying;
    List<Reader> readers;
    List<Reader> searchers;
    try {
      writing = session(connections.open(), limits);
      words = new SearchWords(writing);
      copying = session(connections.open(), limits);
      readers = readers(connections, limits, limits.readers());
      searchers = readers(connections, limits, limits.searchers());
    } catch (SQLException e) {
      sessions.forEach(Connections::close);
      throw e;
    }
    checkpoints = new Checkpoints(copying);
    log = new LogSync(file, connections.isDurable());
    OpenFiles files = OpenFiles.of(file);
    List<Writer> writer =
        List.of(
            new Writer(
                writing,
                new CommitSync(writing, connections.isDurable()),
                words,
                files,
                commitCount,
                writeCount,
                chatCount,
                this::committed));
    writes =
        new WorkQueue(
            "write", writer, limits.waitingWrites(), limits.groupedWrites(), ALL, System::nanoTime);
    reads =
        new WorkQueue(
            "read", readers, limits.waitingReads(), 1, share(limits.readers()), System::nanoTime);
    searches =
        new WorkQueue(
            "search",
            searchers,
            limits.waitingReads(),
            1,
            share(limits.searchers()),
            System::nanoTime);
  }

  static Database open(
      Path file, SqliteLimits limits, boolean durable, Migrations migrations, Clock clock) {
    StoreFile.prepare(file);
    StoreHeader.require(file, migrations.newest());
    var connections = new Connections(file, limits.lockWait(), durable);
    try {
      migrations.apply(file, connections, clock);
      return new Database(file, connections, limits);
    } catch (SQLException e) {
      if (SqliteErrors.isNotADatabase(e)) {
        throw new SqliteFault("The file is not a database: " + file, e);
      }
      throw SqliteErrors.translate(e);
    }
  }

  /** Does the work on one state of the store. */
  <T> T read(Task.Work<T> work) {
    return reads.call(work);
  }

  /** As {@link #read}, for work that may take longer than others should wait. */
  <T> T search(Task.Work<T> work) {
    return searches.call(work);
  }

  /**
   * As {@link #search}, for what is read whole, such as a roster; nobody waits for it in a chat.
   */
  <T> T atLength(Task.Work<T> work) {
    return searches.call(new Task.AtLength<>(work));
  }

  /**
   * Does the work, wholly or not at all; it is durable when this returns. When another write of its
   * group fails it is undone and done again, so it changes nothing but what its session reaches.
   */
  <T> T write(Task.Work<T> work) {
    return writes.call(work);
  }

  /**
   * As {@link #write}, for what nobody waits for in a chat and is written down elsewhere, or begun
   * anew: all other writes go first, until it has waited for 50 ms, and share no transaction with
   * it. It is durable only once a later {@link #write} is: a loss of power may take it back until
   * then, with all that came after it and never without.
   */
  <T> T writeBehind(Task.Work<T> work) {
    return writes.callBehind(new Task.Behind<>(work));
  }

  /**
   * Waits until the disk has all that was committed before, in the time of the caller: whoever
   * writes next waits for so much less. If the disk fails nobody hears of it here; the next {@link
   * #write} does.
   */
  void settle() {
    log.settle();
  }

  /**
   * How many commits there were of anything but {@link #writeBehind}, by this process and, as far
   * as that found them, by others: more after any, never less.
   */
  long chatCount() {
    return chatCount.get();
  }

  /**
   * As {@link #write}, for work that lets all other writes go first; a transaction takes one such
   * work. It is done, and durable, when it has been awaited.
   */
  <T> Task<T> writeLater(Task.Work<T> work) {
    return writeLater(work, Duration.ZERO);
  }

  /**
   * The same, for work that may be put off until something else is written too.
   *
   * @param patience how long at most, unless {@link #hurry} is called
   */
  <T> Task<T> writeLater(Task.Work<T> work, Duration patience) {
    return writes.later(work, patience);
  }

  /** Work that is put off is done now. */
  void hurry() {
    writes.hurry();
  }

  long commitCount() {
    return commitCount.get();
  }

  long writeCount() {
    return writeCount.get();
  }

  int waitingWrites() {
    return writes.waiting();
  }

  int waitingReads() {
    return reads.waiting() + searches.waiting();
  }

  /** From then on, in nanoseconds and on the writing thread. */
  void whenCommitted(LongConsumer told) {
    committed = told;
  }

  private void committed(long nanos, boolean behind) {
    checkpoints.committed(behind);
    committed.accept(nanos);
  }

  /** For looking at what they have prepared while no work is done. */
  List<StatementCache> sessions() {
    return List.copyOf(sessions);
  }

  @Override
  public void close() {
    writes.close();
    checkpoints.close();
    reads.close();
    searches.close();
  }

  /** Of several threads one is left to others, however much one user asks for. */
  private static int share(int threads) {
    return Math.max(1, threads - 1);
  }

  private List<Reader> readers(Connections connections, SqliteLimits limits, int count)
      throws SQLException {
    var readers = new ArrayList<Reader>();
    for (int i = 0; i < count; i++) {
      Connection connection = connections.openForReading();
      var deadline = QueryDeadline.on(connection, limits.readTime());
      readers.add(new Reader(session(connection, limits), deadline));
    }
    return readers;
  }

  private StatementCache session(Connection connection, SqliteLimits limits) {
    var session = new StatementCache(connection, limits.cachedStatements());
    sessions.add(session);
    return session;
  }
}
