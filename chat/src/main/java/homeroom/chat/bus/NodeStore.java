// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.util.List;
import java.util.Set;

/**
 * Which nodes there are and which of them live, in the store, so that the loss of the bus kills
 * nobody. By the clock of the store, whatever those of the nodes say. Every call blocks and is safe
 * for many threads and processes.
 *
 * <p>Faults are those of the other stores.
 */
public interface NodeStore {

  /**
   * The node lives now; durable when it returns.
   *
   * @param away the servers of the bus that it does not reach
   */
  void beat(NodeId node, Set<String> away);

  /** All that ever beat and did not leave, until an hour after they did last; in no order. */
  List<NodeLife> nodes();

  /** The node ends, and has told all that it stored. */
  void leave(NodeId node);
}
