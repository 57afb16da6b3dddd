// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever carries the bytes, the server serves. */
@ExtendWith(LeakCheck.class)
class IoBackendTest {

  @ParameterizedTest
  @EnumSource
  void everyBackendServesOrFallsBackToOneThatDoes(IoBackend backend) throws Exception {
    try (var server =
            HttpServer.builder()
                .io(backend)
                .handler(request -> HttpResponse.text(200, "hello"))
                .start();
        var client = new RawClient(server)) {
      assertThat(client.get("/").answer().body()).isEqualTo("hello");
      assertThat(client.send("BAD\n\n").answer().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void theBestBackendIsAvailable() {
    assertThat(IoBackend.best().isAvailable()).isTrue();
    assertThat(IoBackend.NIO.isAvailable()).isTrue();
  }
}
