// SPDX-License-Identifier: Apache-2.0
package homeroom.server.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** What the examples answer, by polling. */
class ExampleTest {

  private static final String SEPARATOR = "\u001e";

  private record Poller(HttpClient http, String address) {

    String get(String query) throws Exception {
      return http.send(request(query).build(), BodyHandlers.ofString()).body();
    }

    void post(String query, String packets) throws Exception {
      var request = request(query).POST(BodyPublishers.ofString(packets)).build();
      assertThat(http.send(request, BodyHandlers.ofString()).body()).isEqualTo("ok");
    }

    private HttpRequest.Builder request(String query) {
      return HttpRequest.newBuilder(URI.create(address + "?EIO=4&transport=polling" + query));
    }

    String open() throws Exception {
      String opened = get("");
      int start = opened.indexOf("\"sid\":\"") + 7;
      return "&sid=" + opened.substring(start, opened.indexOf('"', start));
    }
  }

  @Test
  void theEngineEchoSendsBackWhatComes() throws Exception {
    try (RunningExample echo = EngineEchoExample.run(ExampleOptions.DEFAULTS);
        HttpClient http = HttpClient.newHttpClient()) {
      var poller = new Poller(http, "http://127.0.0.1:" + echo.port() + "/engine.io/");
      String session = poller.open();
      poller.post(session, "4hello" + SEPARATOR + "bAQID");
      assertThat(poller.get(session)).isEqualTo("4hello" + SEPARATOR + "bAQID");
    }
  }

  @Test
  void theEchoGreetsAndAnswers() throws Exception {
    try (RunningExample echo = EchoExample.run(ExampleOptions.DEFAULTS);
        HttpClient http = HttpClient.newHttpClient()) {
      var poller = new Poller(http, "http://127.0.0.1:" + echo.port() + "/socket.io/");
      String session = poller.open();
      poller.post(session, "40{\"token\":\"123\"}");
      var heard = new StringBuilder(poller.get(session));
      while (!heard.toString().contains("auth")) {
        heard.append(SEPARATOR).append(poller.get(session));
      }
      assertThat(heard.toString()).startsWith("40{").endsWith("42[\"auth\",{\"token\":\"123\"}]");
      poller.post(session, "427[\"message-with-ack\",1]");
      assertThat(poller.get(session)).isEqualTo("437[1]");
    }
  }
}
