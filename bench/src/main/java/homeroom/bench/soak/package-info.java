// SPDX-License-Identifier: Apache-2.0
/**
 * A school's day in fast motion, against a server that is killed again and again: {@code ./homeroom
 * bench soak}. Devices keep what the wire's contract tells a client to keep; afterwards what each
 * has is compared with what the server has, and with what it acknowledged.
 *
 * <p>One event loop runs all devices and owns everything they share; one other thread rings the
 * bell, kills and restarts the server, and measures it.
 */
@NullMarked
package homeroom.bench.soak;

import org.jspecify.annotations.NullMarked;
