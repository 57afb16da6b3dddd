// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the changes of one roster by a change stream, which is looked at only when somebody asks;
 * it needs no thread. Any thread may ask.
 *
 * <p>A stream that broke is opened again, after a pause that doubles: from where it was, if the
 * server still knows, else from now, which counts as a change, since there may have been some. So
 * does one that the server ended because the collection was dropped, renamed or made anew.
 */
final class RosterStream {

  /** The answer while there is no stream: the collection has to be looked at. */
  static final long NONE = -1;

  private static final Logger LOG = LoggerFactory.getLogger(RosterStream.class);

  /** How long the server may wait for a change while it is asked. */
  private static final long WAIT_MILLIS = 1;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 5;

  /**
   * What a server says that has no change streams, a look-alike, or one of a view: command not
   * found, not supported, not supported on a view, not implemented, unknown stage, only supported
   * on replica sets.
   */
  private static final Set<Integer> NOT_OFFERED = Set.of(59, 115, 166, 238, 40324, 40573);

  private static final int HISTORY_LOST = 286;

  private final MongoCollection<Document> roster;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean offered = true;
  private @Nullable MongoChangeStreamCursor<ChangeStreamDocument<Document>> open;
  private @Nullable BsonDocument position;
  private long count;
  private long beginnings;
  private int failures;
  private long pauseEnds;

  /**
   * @param nanos time as it passes, as {@link System#nanoTime()} has it
   */
  RosterStream(MongoCollection<Document> roster, LongSupplier nanos) {
    this.roster = roster;
    this.nanos = nanos;
  }

  /**
   * How many changes there were, or {@link #NONE}.
   *
   * @throws MongoException if no server answers
   */
  long count() {
    lock.lock();
    try {
      return offered && (open != null || !isPausing()) ? counted() : NONE;
    } finally {
      lock.unlock();
    }
  }

  /** How often it began anew, so that changes may have been missed; counted among them. */
  long beginnings() {
    lock.lock();
    try {
      return beginnings;
    } finally {
      lock.unlock();
    }
  }

  private boolean isPausing() {
    return failures > 0 && nanos.getAsLong() - pauseEnds < 0;
  }

  private long counted() {
    try {
      MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
          open == null ? opened() : open;
      while (stream.tryNext() != null) {
        count++;
      }
      position = stream.getResumeToken();
      if (stream.getServerCursor() == null) {
        LOG.info("The collection {} was dropped, renamed or made anew.", name());
        close();
        position = null;
        opened();
      }
      failures = 0;
      return count;
    } catch (MongoException e) {
      close();
      failed(e);
      if (MongoErrors.isAway(e)) {
        throw e;
      }
      return NONE;
    }
  }

  /** Whoever reads the roster after this either reads a change or hears of it. */
  private MongoChangeStreamCursor<ChangeStreamDocument<Document>> opened() {
    ChangeStreamIterable<Document> changes =
        roster
            .watch(List.of(Aggregates.project(Projections.include("operationType"))))
            .maxAwaitTime(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    var stream = (position == null ? changes : changes.resumeAfter(position)).cursor();
    if (position == null) {
      count++;
      beginnings++;
    }
    open = stream;
    return stream;
  }

  private void failed(MongoException error) {
    if (NOT_OFFERED.contains(error.getCode())) {
      offered = false;
      LOG.info(
          "There is no change stream of the collection {} ({}); it is polled.",
          name(),
          MongoErrors.kind(error));
      return;
    }
    if (error.getCode() == HISTORY_LOST || !MongoErrors.mayPass(error)) {
      position = null;
    }
    if (failures == 0) {
      LOG.info(
          "The change stream of the collection {} ended ({}); it is opened again, and the"
              + " collection polled meanwhile.",
          name(),
          MongoErrors.kind(error));
    }
    pauseEnds = nanos.getAsLong() + (FIRST_PAUSE.toNanos() << Math.min(failures, MOST_DOUBLINGS));
    failures++;
  }

  private String name() {
    return roster.getNamespace().getCollectionName();
  }

  private void close() {
    var stream = open;
    open = null;
    if (stream != null) {
      try {
        stream.close();
      } catch (MongoException e) {
        LOG.debug("A change stream was gone already.");
      }
    }
  }
}
