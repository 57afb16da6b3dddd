package homeroom.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class HandlerTest {

  @Test
  void aHandlerAnswersARequest() throws Exception {
    try (var server =
            HttpServer.builder()
                .handler(r -> HttpResponse.of(200, "text/plain", r.path().getBytes(UTF_8)))
                .start();
        var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              java.net.http.HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + server.port() + "/caf%C3%A9?x=1"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("/café");
      assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    }
  }
}
