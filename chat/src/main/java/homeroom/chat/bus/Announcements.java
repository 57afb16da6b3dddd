// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;

/** Has the other nodes know what the store has now, for whoever changed it. */
@FunctionalInterface
public interface Announcements {

  /** There are no other nodes. */
  Announcements TO_NOBODY = (school, news) -> {};

  /**
   * When this returns, every node that can answer anybody in a second knows it by then. Blocks on
   * the store; safe for many threads.
   *
   * @throws homeroom.chat.school.StoreUnavailable if that is not known; to be repeated
   */
  void announce(SchoolId school, News news);
}
