// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One node's way to the bus: a short log for each school, and a channel that carries what is
 * appended to it to all who subscribed. It keeps nothing that the store does not have: a log may be
 * lost at any time, and then begins anew with another epoch. What it carries may be lost too, which
 * positions, and {@link #beat}, show.
 *
 * <p>Calls block, for a second at most, and are safe for many threads.
 */
public interface Bus {

  /**
   * Hears what a school's channel carries, one after another, on a thread of the bus; returns soon.
   */
  interface Listener {

    /** Something was appended, by whichever node. */
    void appended(Entry entry);

    /** A beat of this node: up to where the log goes, and when, by the clock of the bus. */
    void beat(Position head, Instant at);

    /** Something came without a place in the log, from whichever node. */
    void passed(NodeId from, Change change);

    /** The subscription broke and hears nothing more. One may break without this. */
    void lost();
  }

  /** Ends what was subscribed; what is on its way may still be heard. */
  @FunctionalInterface
  interface Subscription {
    void end();
  }

  /**
   * What a log has after a position.
   *
   * @param whole whether the entries go on just after the position; not if the log is another one,
   *     or has forgotten some of them
   * @param entries none unless it is whole
   * @param head where the log ends
   */
  record Reading(boolean whole, List<Entry> entries, Position head) {

    public Reading {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Appends the changes as one entry and carries it to all subscribers, this node too, in one step:
   * everybody hears the entries of a school in the order of the log.
   *
   * @throws BusUnavailable if that is not known; it may have been done all the same
   * @throws EntryTooLarge if it never can be; nothing was done
   */
  Position append(SchoolId school, List<Change> changes);

  /**
   * Carries what nobody misses, as that somebody is typing, to all subscribers without a place in
   * the log. Never waits and never fails: what cannot go at once is dropped.
   */
  void pass(SchoolId school, Change change);

  /**
   * From when this returns, the listener hears what is appended.
   *
   * @throws BusUnavailable if that cannot be now
   */
  Subscription subscribe(SchoolId school, Listener listener);

  /**
   * Reads the log.
   *
   * @throws BusUnavailable if that cannot be now
   */
  Reading after(SchoolId school, Position position);

  /**
   * Where the log of the school ends.
   *
   * @throws BusUnavailable if that cannot be now
   */
  Position head(SchoolId school);

  /**
   * Has this node's subscriptions of these schools hear where the logs end: its echo, without which
   * it cannot know that it hears.
   *
   * @throws BusUnavailable if that is not known
   */
  void beat(Collection<SchoolId> schools);

  /**
   * The servers of the bus that did not answer when they were asked last, or were not asked yet, by
   * their names, which are for people and have no password. From memory.
   */
  Set<String> away();
}
