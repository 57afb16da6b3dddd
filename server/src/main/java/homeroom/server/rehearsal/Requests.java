// SPDX-License-Identifier: Apache-2.0
package homeroom.server.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** Requests of HTTP/1.1 to one server, each on a connection of its own. */
record Requests(URI server) {

  /** How long an answer may pause, in milliseconds. */
  private static final int PATIENCE_MILLIS = 20_000;

  private static final String ANONYMOUS = "";

  /** The whole answer; one of 4xx or 5xx is a fault. */
  String get(String path, String token) throws IOException {
    return ask("GET", path, token, "");
  }

  /** The same, of a body that is JSON or packets of Engine.IO. */
  String post(String path, String token, String body) throws IOException {
    return ask("POST", path, token, body);
  }

  String get(String path) throws IOException {
    return get(path, ANONYMOUS);
  }

  private String ask(String method, String path, String token, String body) throws IOException {
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      byte[] payload = body.getBytes(UTF_8);
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: "
              + server.getAuthority()
              + "\r\nAccept: */*\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"
              + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
              + (payload.length == 0 ? "" : "Content-Type: " + typeOf(body) + "\r\n")
              + "Content-Length: "
              + payload.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(payload);
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      if (!answer.startsWith("HTTP/1.1 2") && !answer.startsWith("HTTP/1.1 3")) {
        throw new IOException(method + " " + path + " is answered with " + answer);
      }
      return answer;
    }
  }

  private static String typeOf(String body) {
    return body.startsWith("{") ? "application/json" : "text/plain;charset=UTF-8";
  }
}
