// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What several nodes acknowledged to all writers, and what they did wrong meanwhile; all times are
 * of {@link System#nanoTime}.
 */
final class ClusterLedger {

  /**
   * When a change was asked for and acknowledged.
   *
   * @param began the first time it was asked for
   */
  record Times(long began, long acknowledged) {}

  /** What was promised of each message. */
  final Ledger promises = new Ledger();

  /** Sends that nobody asked for again, though there was no answer. */
  final AtomicLong abandoned = new AtomicLong();

  /** By conversation and rev. */
  private final Map<String, NavigableMap<Long, Times>> changes = new ConcurrentHashMap<>();

  void acknowledged(String conversation, long rev, long began) {
    changes
        .computeIfAbsent(conversation, id -> new ConcurrentSkipListMap<>())
        .put(rev, new Times(began, System.nanoTime()));
  }

  /** The acknowledged changes of a conversation by rev. */
  NavigableMap<Long, Times> changes(String conversation) {
    return changes.getOrDefault(conversation, new ConcurrentSkipListMap<>());
  }

  /** Something that must not be. */
  void violation(String what) {
    promises.violations.add(what);
  }

  boolean isBroken() {
    return !promises.violations.isEmpty();
  }
}
