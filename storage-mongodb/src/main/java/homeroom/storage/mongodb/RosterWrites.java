// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.WriteModel;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;

/**
 * Applies roster changes, all or none, on a server of any kind, without transactions. The whole
 * list is tried in memory first; what is refused there has written nothing. Then it is written in
 * its order. Unique indexes catch what another writer took in between: what this call wrote until
 * then is taken back, newest first, and the list is tried again, now against what the other wrote.
 *
 * <p>Readers may see a part of a list for the moments it takes to write it. If the server goes away
 * half-way, the caller hears that the outcome is unknown; the part that is written then stays, and
 * each change of it is a whole one.
 */
final class RosterWrites {

  /** Written so far, before another writer was found in the way. */
  private record Written(List<RosterStep> steps, boolean whole) {}

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
    while (true) {
      List<RosterStep> steps;
      try {
        steps = new RosterChangeValidator(RosterView.of(collections, changes)).steps(changes);
      } catch (RosterChangeValidator.Refused refused) {
        return refused.result();
      }
      if (steps.isEmpty() || isWritten(steps)) {
        return new RosterResult.Applied();
      }
      attempts.again();
    }
  }

  private boolean isWritten(List<RosterStep> steps) {
    Written written = write(steps, RosterStep::write);
    if (!written.whole()) {
      write(written.steps().reversed(), RosterStep::undo);
    }
    if (!written.steps().isEmpty()) {
      version.changed();
    }
    return written.whole();
  }

  /** With one command for all steps that follow each other in one collection. */
  private static Written write(
      List<RosterStep> steps, Function<RosterStep, WriteModel<Document>> write) {
    int done = 0;
    while (done < steps.size()) {
      MongoCollection<Document> in = steps.get(done).in();
      var run = new ArrayList<WriteModel<Document>>();
      for (int i = done; i < steps.size() && steps.get(i).in().equals(in); i++) {
        run.add(write.apply(steps.get(i)));
      }
      try {
        in.bulkWrite(run);
      } catch (MongoBulkWriteException e) {
        if (!MongoErrors.isDuplicate(e)) {
          throw e;
        }
        return new Written(
            steps.subList(0, done + e.getWriteErrors().getFirst().getIndex()), false);
      }
      done += run.size();
    }
    return new Written(steps, true);
  }
}
