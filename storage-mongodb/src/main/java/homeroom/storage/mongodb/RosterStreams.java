// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the changes of the rosters by change streams, one of each collection, which are looked at
 * only when somebody asks; they need no thread. Any thread may ask.
 */
final class RosterStreams {

  private static final Logger LOG = LoggerFactory.getLogger(RosterStreams.class);

  /** How long the server may wait for a change while it is asked. */
  private static final long WAIT_MILLIS = 1;

  private final List<MongoCollection<Document>> rosters;
  private final List<MongoChangeStreamCursor<ChangeStreamDocument<Document>>> open =
      new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean offered = true;
  private long count;

  RosterStreams(Collection<MongoCollection<Document>> rosters) {
    this.rosters = List.copyOf(rosters);
  }

  /**
   * How many changes there were. A stream that broke counts as one, since it may have missed some.
   *
   * @return -1 if the server has no change streams
   */
  long count() {
    lock.lock();
    try {
      return offered ? counted() : -1;
    } finally {
      lock.unlock();
    }
  }

  private long counted() {
    try {
      if (open.isEmpty()) {
        count++;
        rosters.forEach(roster -> open.add(watch(roster)));
      }
      for (var stream : open) {
        while (stream.tryNext() != null) {
          count++;
        }
      }
      return count;
    } catch (MongoCommandException e) {
      close();
      offered = false;
      LOG.info("The server offers no change streams; changes of rosters are polled.");
      return -1;
    } catch (MongoException e) {
      close();
      throw e;
    }
  }

  private static MongoChangeStreamCursor<ChangeStreamDocument<Document>> watch(
      MongoCollection<Document> roster) {
    return roster
        .watch(List.of(new Document("$project", new Document("operationType", 1))))
        .maxAwaitTime(WAIT_MILLIS, TimeUnit.MILLISECONDS)
        .cursor();
  }

  private void close() {
    for (var stream : open) {
      try {
        stream.close();
      } catch (MongoException e) {
        LOG.debug("A change stream was gone already.");
      }
    }
    open.clear();
  }
}
