// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.time.Instant;
import java.util.List;

/**
 * What was appended to the log of a school in one step.
 *
 * @param at when, by the clock of the bus
 * @param from who appended it
 * @param changes one notice, or changes of messages, those of one conversation in the order of
 *     their revs, without gaps
 */
public record Entry(Position position, Instant at, NodeId from, List<Change> changes) {

  public Entry {
    changes = List.copyOf(changes);
  }
}
