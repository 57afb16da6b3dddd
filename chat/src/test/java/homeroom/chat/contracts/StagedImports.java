// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import homeroom.chat.Stores;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.imports.ImportCounts;
import homeroom.chat.imports.RosterImport;
import homeroom.chat.imports.RosterImport.State;

/** Imports as they begin. */
public final class StagedImports {

  private StagedImports() {}

  /** Not stored. */
  public static RosterImport of(Fixtures school, int batches) {
    return new RosterImport(
        Fixtures.id("import"),
        school.schoolId(),
        "one",
        "0123",
        AuditActor.of(school.root.id()),
        school.later(),
        State.STAGED,
        batches,
        0,
        new ImportCounts(1, 2, 3, 4, 5, 6, 7, 8));
  }

  /** Stored, without its batches. */
  public static RosterImport begin(Stores stores, Fixtures school, int batches) {
    RosterImport begun = of(school, batches);
    stores.rosterImports().begin(begun);
    return begun;
  }

  /** What is written down when it becomes current. */
  public static AuditEvent event(RosterImport begun) {
    return AuditEvent.of(
        AuditChain.of(begun.school()),
        begun.at(),
        begun.actor(),
        AuditAction.ROSTER_IMPORTED,
        begun.id());
  }
}
