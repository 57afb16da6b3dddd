// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.WriteModel;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.school.SchoolId;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;

/**
 * Applies roster changes, all or none, on a server of any kind, without transactions. The whole
 * list is tried in memory first; what is refused there has written nothing. Then it is written in
 * its order. Unique indexes catch what another writer took in between, and conditions of updates
 * what another changed: what this call wrote until then is taken back, newest first, and the list
 * is tried again, now against what the other wrote.
 *
 * <p>Readers may see a part of a list for the moments it takes to write it. If the server goes away
 * half-way, the caller hears that the outcome is unknown; the part that is written then stays, and
 * each change of it is a whole one.
 */
final class RosterWrites {

  /** Written so far, before another writer was found in the way. */
  private record Written(List<RosterStep> steps, boolean whole) {}

  /** How many documents are there, gone or others, as far as the server said. */
  private static final class Tally {
    private long documents;

    void add(BulkWriteResult result) {
      documents +=
          (long) result.getInsertedCount()
              + result.getModifiedCount()
              + result.getDeletedCount()
              + result.getUpserts().size();
    }
  }

  private final Collections collections;
  private final RosterVersion version;
  private final MongoCalls calls;

  RosterWrites(Collections collections, RosterVersion version, MongoCalls calls) {
    this.collections = collections;
    this.version = version;
    this.calls = calls;
  }

  RosterResult apply(List<RosterChange> changes) {
    Attempts attempts = calls.attempts();
    List<SchoolId> schools = changes.stream().map(RosterChange::schoolId).distinct().toList();
    while (true) {
      List<RosterStep> steps;
      try {
        steps =
            new RosterChangeValidator(
                    RosterView.of(collections, changes), collections.mapping().isOwn())
                .steps(changes);
      } catch (RosterChangeValidator.Refused refused) {
        return refused.result();
      }
      if (steps.isEmpty() || isWritten(steps, schools)) {
        return new RosterResult.Applied();
      }
      attempts.again();
    }
  }

  private boolean isWritten(List<RosterStep> steps, List<SchoolId> schools) {
    var tally = new Tally();
    try {
      Written written = write(steps, tally);
      if (!written.whole()) {
        undo(written.steps().reversed(), tally);
      }
      if (!written.steps().isEmpty()) {
        version.changed(schools, tally.documents);
      }
      return written.whole();
    } catch (MongoException e) {
      countAnyway(schools, tally, e);
      throw e;
    }
  }

  /** What may be written is seen at once then, unless the server is not there at all. */
  private void countAnyway(List<SchoolId> schools, Tally tally, MongoException failure) {
    if (failure instanceof MongoTimeoutException) {
      return;
    }
    try {
      version.changed(schools, tally.documents);
    } catch (MongoException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * With one command for all steps that follow each other in one collection, but one of its own for
   * each that is conditional, since the answer to many does not say which found nothing.
   */
  private static Written write(List<RosterStep> steps, Tally tally) {
    int done = 0;
    while (done < steps.size()) {
      List<RosterStep> run = run(steps, done);
      try {
        BulkWriteResult result = write(run, RosterStep::write);
        tally.add(result);
        if (run.getFirst().conditional() && result.getMatchedCount() == 0) {
          return new Written(steps.subList(0, done), false);
        }
      } catch (MongoBulkWriteException e) {
        tally.add(e.getWriteResult());
        if (!MongoErrors.isDuplicate(e)) {
          throw e;
        }
        int index = e.getWriteErrors().getFirst().getIndex();
        return new Written(steps.subList(0, done + index), false);
      }
      done += run.size();
    }
    return new Written(steps, true);
  }

  /** As far as that can be: where somebody else took the place, it stays theirs. */
  private static void undo(List<RosterStep> steps, Tally tally) {
    int done = 0;
    while (done < steps.size()) {
      List<RosterStep> run = run(steps, done);
      try {
        tally.add(write(run, RosterStep::undo));
      } catch (MongoBulkWriteException e) {
        tally.add(e.getWriteResult());
        if (!MongoErrors.isDuplicate(e)) {
          throw e;
        }
        // Somebody else has the place of that one by now; all others are taken back.
        done += e.getWriteErrors().getFirst().getIndex() + 1;
        continue;
      }
      done += run.size();
    }
  }

  private static List<RosterStep> run(List<RosterStep> steps, int from) {
    MongoCollection<Document> in = steps.get(from).in();
    int to = from + 1;
    while (!steps.get(from).conditional()
        && to < steps.size()
        && steps.get(to).in().equals(in)
        && !steps.get(to).conditional()) {
      to++;
    }
    return steps.subList(from, to);
  }

  private static BulkWriteResult write(
      List<RosterStep> run, Function<RosterStep, WriteModel<Document>> write) {
    return run.getFirst().in().bulkWrite(run.stream().map(write).toList());
  }
}
