// SPDX-License-Identifier: Apache-2.0
/**
 * The packets of Socket.IO protocol 5 and their text and binary forms. Pure: no I/O, no threads.
 */
@NullMarked
package homeroom.socketio.packet;

import org.jspecify.annotations.NullMarked;
