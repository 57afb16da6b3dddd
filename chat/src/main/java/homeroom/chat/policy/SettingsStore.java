// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the rules of schools are kept, every version of them. Every call blocks and is safe for
 * many threads and processes. Faults of the store are unchecked exceptions of its own; {@link
 * homeroom.chat.school.StoreUnavailable} where a repeat may help.
 */
public interface SettingsStore {

  /** The newest of the school; empty if it never decided anything. */
  Optional<StoredSettings> newest(SchoolId school);

  /** The last versions of the school, the newest first, at most {@code limit}. */
  List<StoredSettings> versions(SchoolId school, int limit);

  /**
   * Keeps one more version, and puts the event at the end of its chain: with it, or, where a store
   * has no transactions, right after it. Durable when it returns.
   *
   * @return false, and nothing is kept, if the school has that version, or not the one before it
   */
  boolean add(StoredSettings settings, AuditEvent event);

  /** The classes of the school that a teacher closed for now. */
  Set<ClassId> closedClasses(SchoolId school);

  /** Closes a class, or opens it; durable when it returns. */
  void close(SchoolId school, ClassId classId, boolean closed);

  /**
   * A number that is different after any change of any of it, whichever process made it. Cheap
   * enough to be asked every second.
   */
  long version();
}
