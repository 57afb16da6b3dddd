// SPDX-License-Identifier: Apache-2.0
package homeroom.server.work;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A request on a connection of its own, its bytes as they are.
 *
 * @param head the request line and header fields but Host and those of the body, each with its end
 * @param body empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RawRequest(String head, byte[] body) {

  private static final byte[] NONE = {};

  static RawRequest get(String target, String... fields) {
    var head = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return new RawRequest(head.toString(), NONE);
  }

  static RawRequest post(String target, String body, String... fields) {
    RawRequest bare = get(target, fields);
    return new RawRequest("POST" + bare.head.substring(3), body.getBytes(StandardCharsets.UTF_8));
  }

  /** The whole answer: status line, header fields and body. */
  String answer(URI server) throws IOException {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      String rest =
          "host: %s\r\nconnection: close\r\n%s\r\n"
              .formatted(
                  server.getAuthority(),
                  body.length == 0 ? "" : "content-length: " + body.length + "\r\n");
      socket.getOutputStream().write((head + rest).getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
