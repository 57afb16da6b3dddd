// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that a proxy gives a folder of its host, and leaves the folder in the path or not. */
@ExtendWith(LeakCheck.class)
class BasePathTest {

  @ParameterizedTest
  @CsvSource({
    "/chat/users?a=1, /users",
    "/users, /users",
    "/chat/, /",
    "/chat, /chat",
    "/chats/users, /chats/users",
    "/chat/chat/users, /chat/users"
  })
  void theFolderIsNoPartOfThePath(String target, String path) throws Exception {
    HttpHandler handler = request -> HttpResponse.text(200, request.path());
    try (var server = HttpServer.builder().basePath("/chat").handler(handler).start();
        var client = new RawClient(server)) {
      client.send("GET " + target + " HTTP/1.1\nHost: h\n\n");
      assertThat(client.answer().body()).isEqualTo(path);
    }
  }
}
