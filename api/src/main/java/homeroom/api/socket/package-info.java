// SPDX-License-Identifier: Apache-2.0
/** The services and the chat's own events over Socket.IO, and the events pushed to sockets. */
@NullMarked
package homeroom.api.socket;

import org.jspecify.annotations.NullMarked;
