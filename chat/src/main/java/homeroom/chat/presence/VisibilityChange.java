// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What it means for presence that the roster says something else of an online user.
 *
 * @param user as the roster says now
 * @param appearsTo who may see the user now and could not before
 * @param disappearsFrom who could see the user before and may not now
 * @param appearing whom the user may see now and could not before
 * @param disappearing whom the user could see before and may not now
 * @param gained the classes that the user is in now and was not before
 * @param lost the classes that the user was in before and is not now
 */
public record VisibilityChange(
    OnlineUser user,
    Set<UserId> appearsTo,
    Set<UserId> disappearsFrom,
    Set<OnlineUser> appearing,
    Set<OnlineUser> disappearing,
    Set<ClassId> gained,
    Set<ClassId> lost) {

  /** Those of {@code some} that are not among {@code others}. */
  static <T> Set<T> without(Collection<T> some, Collection<T> others) {
    var left = new HashSet<>(some);
    others.forEach(left::remove);
    return left;
  }
}
