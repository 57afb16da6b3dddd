// SPDX-License-Identifier: Apache-2.0
/**
 * A school's first minutes as clients make them, for the JVM to learn what it will run: over
 * sockets of its own, with as much of the protocols as that takes and nothing of the server's code,
 * so that all it leaves behind is of the server.
 */
@NullMarked
package homeroom.server.rehearsal;

import org.jspecify.annotations.NullMarked;
