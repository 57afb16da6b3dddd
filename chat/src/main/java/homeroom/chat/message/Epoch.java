// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import java.time.Instant;

/**
 * The history that the revs of a store are of. Who goes back to an earlier copy of a store begins
 * another history: the same revs will be given again, for other messages.
 *
 * @param id no other epoch has it, of whatever store
 * @param since when it began; the first one of a store is as old as anything, {@link Instant#EPOCH}
 * @param copied whether the store is a copy, on which nobody was served yet
 */
public record Epoch(String id, Instant since, boolean copied) {

  /** Whether who signed in at that moment may have revs of an earlier epoch. */
  boolean isYoungerThan(Instant signedIn) {
    return signedIn.isBefore(since);
  }
}
