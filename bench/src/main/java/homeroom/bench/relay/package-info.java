// SPDX-License-Identifier: Apache-2.0
/**
 * A node of bench/peers/README.md on Homeroom's own parts: sockets, the node's part in the bus, and
 * the bus on Redis. What it stores is in its memory, and nobody acks.
 */
@NullMarked
package homeroom.bench.relay;

import org.jspecify.annotations.NullMarked;
