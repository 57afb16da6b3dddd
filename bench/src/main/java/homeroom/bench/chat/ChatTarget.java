// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.server.DemoServer;
import java.net.URI;
import java.nio.file.Path;

/** A running server: its address, the tokens of its users, and the process it is. */
record ChatTarget(URI address, Path tokens, long pid) {

  static ChatTarget of(DemoServer server) {
    return new ChatTarget(server.address(), server.tokens(), server.pid());
  }
}
