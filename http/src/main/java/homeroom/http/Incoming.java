// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.FullHttpRequest;
import org.jspecify.annotations.Nullable;

/** What a connection has received and waits for its turn to be answered. */
sealed interface Incoming {

  /**
   * A complete request.
   *
   * @param bytes of memory that it keeps until it is answered
   * @param bodyBytes how large its body is, or may be once decoded
   */
  record Complete(
      FullHttpRequest request,
      int bytes,
      int bodyBytes,
      RequestTarget target,
      Destination destination)
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
