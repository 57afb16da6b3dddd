// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.school.SchoolId;
import java.time.Instant;

/**
 * A change of a school's roster that is written ahead in batches.
 *
 * @param hash of the plan
 * @param at when it was begun
 * @param batches how many it has
 * @param done how many of them have been applied
 */
public record RosterImport(
    String id,
    SchoolId school,
    String source,
    String hash,
    AuditActor actor,
    Instant at,
    State state,
    int batches,
    int done,
    ImportCounts counts) {

  public enum State {
    /** Is being written, and nobody reads it. */
    STAGED,

    /** Is the roster of the school, and being brought into its rows. */
    CURRENT,

    /** All of it stands in the rows of the roster. */
    DONE
  }
}
