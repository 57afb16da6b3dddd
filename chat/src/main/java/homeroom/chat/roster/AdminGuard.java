// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Set;
import java.util.function.Function;

/**
 * Where the processes on one store say which admins are about to be none any more, so that of the
 * last two of a school not both are demoted at once. Every call blocks and is safe for many threads
 * and processes.
 *
 * <p>Faults are those of the other stores.
 */
public interface AdminGuard {

  /**
   * Makes a change after which somebody is no admin of the school any more, or cannot sign in as
   * one. If it throws, nobody knows whether it was made: the admin is leaving for a minute more. A
   * change takes no longer than that: it waits for nothing that may.
   *
   * @param change is given those who began to leave earlier and have not ended: they do not count
   *     among those who stay, and what they ended is stored
   */
  <T> T leave(SchoolId school, UserId admin, Function<Set<UserId>, T> change);

  /**
   * The same for several whom an import takes: they are leaving as long as it is staged or current,
   * since only then is it not in the rows and may come there. Once it is finished, dropped or not
   * there they are not, however that came. One that does not become current within a minute of this
   * is abandoned: whoever comes next to this guard drops it first. Asking again with the same id
   * begins anew: who and when it was before is forgotten.
   *
   * @param importId of an import of the school that is staged
   * @return those who began to leave earlier and have not ended, without these
   */
  Set<UserId> beginToLeave(SchoolId school, String importId, Set<UserId> admins);
}
