// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

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

  /** By message: what it was to say by edits that one node or another did not answer. */
  private final Map<String, Set<String>> unanswered = new ConcurrentHashMap<>();

  /** Nobody knows when it is done, if at all: a network may keep it for a while. */
  void unanswered(Ledger.Wish edit) {
    unanswered
        .computeIfAbsent(edit.payload().get("messageId"), id -> ConcurrentHashMap.newKeySet())
        .add(edit.payload().get("text"));
  }

  /** Compares all that was promised with the history of all conversations. */
  List<String> broken(Map<String, JsonNode> history) {
    var broken = new ArrayList<String>(promises.violations);
    promises
        .promises
        .values()
        .forEach(promise -> {
          JsonNode message = history.get(promise.id());
          if (message == null) {
            broken.add("lost: " + promise);
          } else if (!Ledger.kept(promise, message) && !isLate(promise, message)) {
            broken.add("promised: " + promise + " but there is " + message);
          }
        });
    return broken;
  }

  /** Whether an edit that was not answered was done after what was. */
  private boolean isLate(Ledger.Promise promise, JsonNode message) {
    return !promise.deleted()
        && message.get("seq").longValue() == promise.seq()
        && message.get("rev").longValue() > promise.rev()
        && unanswered
            .getOrDefault(promise.id(), Set.of())
            .contains(message.get("text").stringValue());
  }

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
