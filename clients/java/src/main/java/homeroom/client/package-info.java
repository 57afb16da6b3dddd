// SPDX-License-Identifier: Apache-2.0
/**
 * A session with a Homeroom server over the official Socket.IO client: what every client of a chat
 * has to keep, and nothing that shows it. Begin at {@link homeroom.client.HomeroomClient}.
 */
@NullMarked
package homeroom.client;

import org.jspecify.annotations.NullMarked;
