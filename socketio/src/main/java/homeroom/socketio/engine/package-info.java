// SPDX-License-Identifier: Apache-2.0
/**
 * Engine.IO protocol 4: sessions over long polling and WebSocket, the upgrade between them, and
 * heartbeats. Knows nothing of Socket.IO and is usable by itself through {@link
 * homeroom.socketio.engine.EngineServer}.
 */
@NullMarked
package homeroom.socketio.engine;

import org.jspecify.annotations.NullMarked;
