// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Has the notices of other nodes told: each announcement once, though it comes by the log and as a
 * hint. Safe for many threads, of which two may tell one at the same time.
 */
final class Notices {

  /** Longer than hints are kept. */
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  private final NodeId self;
  private final Timer timer;

  /** When they were told, by their ids, as time passes. */
  private final Map<String, Long> told = new ConcurrentHashMap<>();

  Notices(NodeId self, Timer timer) {
    this.self = self;
    this.timer = timer;
  }

  /** One of this node, of which everybody here is told by whoever announces it. */
  void own(Notice.Announced announced) {
    told.put(announced.id(), timer.nanoTime());
  }

  /**
   * Once.
   *
   * @throws homeroom.chat.school.StoreUnavailable to be called again
   */
  void tell(SchoolId school, Notice.Announced announced, ChangeListener listener) {
    if (!told.containsKey(announced.id())) {
      listener.heard(school, announced.news());
      told.put(announced.id(), timer.nanoTime());
    }
  }

  /**
   * What an entry of that node says.
   *
   * @throws homeroom.chat.school.StoreUnavailable to be called again
   */
  void tell(SchoolId school, NodeId from, Notice notice, ChangeListener listener) {
    if (from.equals(self)) {
      return;
    }
    switch (notice) {
      case Notice.Announced announced -> tell(school, announced, listener);
      case Notice.OfPresence presence -> listener.heard(school, from, presence);
      case Notice.OfReceipts receipts -> listener.heard(school, receipts);
      case Notice.OfTyping typing -> listener.heard(school, typing);
      case Notice.OfFailure failure -> listener.heard(failure);
    }
  }

  void forgetOld() {
    long now = timer.nanoTime();
    told.values().removeIf(at -> now - at > REMEMBERED.toNanos());
  }
}
