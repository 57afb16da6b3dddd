// SPDX-License-Identifier: Apache-2.0
/**
 * Namespaces and sockets without a network, for tests of handlers.
 *
 * <p>A {@link homeroom.socketio.testing.FakeNamespace} takes the handlers under test, and its
 * {@link homeroom.socketio.testing.FakeSocket}s are clients: what they send is handled at once on
 * the test's own thread, and what is sent to them waits to be looked at.
 */
@NullMarked
package homeroom.socketio.testing;

import org.jspecify.annotations.NullMarked;
