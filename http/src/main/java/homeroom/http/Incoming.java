// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.FullHttpRequest;
import org.jspecify.annotations.Nullable;

/** What a connection has received and waits for its turn to be answered. */
sealed interface Incoming {

  /** A complete request, which keeps {@code bytes} of memory until it is answered. */
  record Complete(FullHttpRequest request, int bytes, RequestTarget target, Destination destination)
      implements Incoming {}

  /**
   * A request that cannot be taken; nothing after it on the connection is read.
   *
   * @param headOnly whether the client asked for a head without a body
   * @param origin the web page that asked, as far as that is known
   */
  record Refused(int status, String message, boolean headOnly, @Nullable String origin)
      implements Incoming {
    Refused(int status, String message) {
      this(status, message, false, null);
    }
  }
}
