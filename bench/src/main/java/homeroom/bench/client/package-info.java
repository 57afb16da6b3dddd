// SPDX-License-Identifier: Apache-2.0
/**
 * The client of every load: Socket.IO over one WebSocket, many of them on one event loop. Cheap, so
 * that the server is what is measured: texts are ranges of bytes that are never copied, and what
 * one read has to answer leaves in one write.
 */
@NullMarked
package homeroom.bench.client;

import org.jspecify.annotations.NullMarked;
