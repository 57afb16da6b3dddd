// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An import as admins see it, from its upload to its rows.
 *
 * @param by who brought it
 * @param at when it was begun
 * @param upload the file; null of one that became current
 * @param plan what it changes; null until that is known
 * @param source what it came from, as files name it; empty until they are read
 * @param progress null where nothing is under way
 * @param problem why it was not applied; null if nobody tried in vain
 */
public record ImportView(
    String id,
    SchoolId school,
    State state,
    AuditActor by,
    Instant at,
    String source,
    @Nullable Upload upload,
    @Nullable Planned plan,
    @Nullable Progress progress,
    @Nullable Refusal problem) {

  /** In the order in which an import goes through them. */
  public enum State {
    /** Pieces of the file are still to come. */
    UPLOADING,

    /** It is read and compared with the roster. */
    READING,

    /** The files have errors. */
    INVALID,

    /** The roster is as the files say. */
    UNCHANGED,

    /** What it changes is known, and can be applied. */
    PLANNED,

    /** It is written ahead, and nobody sees anything of it. */
    APPLYING,

    /** It is the roster of the school, and being brought into its rows. */
    CURRENT,

    /** All of it stands in the rows of the roster. */
    DONE
  }

  /**
   * A file on its way.
   *
   * @param size in bytes, of all of it
   * @param received in bytes, from its beginning
   */
  public record Upload(String name, long size, long received) {}

  /** How far the state has come. */
  public record Progress(int done, int of) {}

  /** One that became current. */
  static ImportView of(RosterImport made) {
    boolean done = made.state() == RosterImport.State.DONE;
    return new ImportView(
        made.id(),
        made.school(),
        done ? State.DONE : State.CURRENT,
        made.actor(),
        made.at(),
        made.source(),
        null,
        Planned.of(made),
        done ? null : new Progress(made.done(), made.batches()),
        null);
  }

  /** Without the lists, as it stands among others. */
  ImportView inShort() {
    return new ImportView(
        id,
        school,
        state,
        by,
        at,
        source,
        upload,
        plan == null ? null : plan.inShort(),
        progress,
        problem);
  }
}
