// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.Set;

/** Who is online on other nodes, as far as this one knows. From memory, for any thread. */
@FunctionalInterface
public interface Elsewhere {

  /** Those of the users. */
  Set<UserId> among(SchoolId school, Collection<UserId> users);
}
