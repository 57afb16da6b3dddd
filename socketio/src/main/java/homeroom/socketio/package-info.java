// SPDX-License-Identifier: Apache-2.0
/**
 * A Socket.IO server: the Socket.IO protocol 5 over Engine.IO protocol 4, on {@link
 * homeroom.http.Mount}.
 *
 * <p>{@link homeroom.socketio.SocketIoServer} has {@link homeroom.socketio.Namespace}s, a namespace
 * has {@link homeroom.socketio.Socket}s, sockets join {@link homeroom.socketio.Room}s. Handlers run
 * on a virtual thread, one at a time and in order per connection, and may block. An idle connection
 * owns no thread.
 *
 * <p>Section names in the Javadoc are those of the two protocol texts, "Engine.IO Protocol" version
 * 4 and "Socket.IO Protocol" version 5.
 */
@NullMarked
package homeroom.socketio;

import org.jspecify.annotations.NullMarked;
