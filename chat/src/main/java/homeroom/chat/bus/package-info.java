// SPDX-License-Identifier: Apache-2.0
/**
 * What several nodes on one store tell each other: the port of the bus, a node's part in it, and
 * what it does when the bus, the store or another node fails. A server alone has none of it.
 */
@NullMarked
package homeroom.chat.bus;

import org.jspecify.annotations.NullMarked;
