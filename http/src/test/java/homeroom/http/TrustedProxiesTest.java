// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word counts about the client. */
@ExtendWith(LeakCheck.class)
class TrustedProxiesTest {

  private static final List<String> PROXIES = List.of("127.0.0.0/8", "10.2.0.0/15", "fd00::/8");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For: 203.0.113.7|203.0.113.7",
        "X-Forwarded-For: 198.51.100.1, 203.0.113.7|203.0.113.7",
        "X-Forwarded-For: 203.0.113.7, 10.1.255.255, 10.3.2.3|10.1.255.255",
        "X-Forwarded-For: 203.0.113.7, 10.4.0.1, fd00::1|10.4.0.1",
        "X-Forwarded-For: 2001:db8::1|2001:db8:0:0:0:0:0:1",
        "X-Forwarded-For: 203.0.113.7:1001|203.0.113.7",
        "X-Forwarded-For: [2001:db8::1]:443|2001:db8:0:0:0:0:0:1",
        "X-Forwarded-For: [2001:db8::1]|2001:db8:0:0:0:0:0:1",
        "X-Forwarded-For: 203.0.113.7:1001, 10.3.2.3:1002|203.0.113.7",
        "X-Forwarded-For: :1001|127.0.0.1",
        "X-Forwarded-For: rubbish|127.0.0.1",
        "X-Forwarded-For: 203.0.113.7, rubbish|127.0.0.1",
        "X-Forwarded-For: |127.0.0.1",
        "X-Forwarded-For: localhost|127.0.0.1",
        "Forwarded: for=203.0.113.7|203.0.113.7",
        "Forwarded: For=203.0.113.7:1001;proto=https;by=10.3.2.3|203.0.113.7",
        "Forwarded: proto=https; for=203.0.113.7, for=10.3.2.3|203.0.113.7",
        "Forwarded: for=198.51.100.1, for=203.0.113.7|203.0.113.7",
        "Forwarded: for=\"[2001:db8::1]:443\"|2001:db8:0:0:0:0:0:1",
        "Forwarded: for=\"a, for=203.0.113.7|203.0.113.7",
        "Forwarded: for=unknown|127.0.0.1",
        "Forwarded: for=_hidden|127.0.0.1",
        "Forwarded: proto=https|127.0.0.1",
        "X-Other: 1|127.0.0.1"
      })
  void aTrustedNeighbourIsBelieved(String header, String client) throws Exception {
    assertThat(ask(PROXIES, header).body()).isEqualTo(client);
  }

  @Test
  void severalForwardedHeadersAreOneList() throws Exception {
    String headers = "X-Forwarded-For: 203.0.113.7\nX-Forwarded-For: 10.3.2.3";
    assertThat(ask(PROXIES, headers).body()).isEqualTo("203.0.113.7");
  }

  @Test
  void forwardedCountsOnlyWithoutTheOther() throws Exception {
    String headers = "Forwarded: for=198.51.100.1\nX-Forwarded-For: 203.0.113.7";
    assertThat(ask(PROXIES, headers).body()).isEqualTo("203.0.113.7");
  }

  @Test
  void anyoneElseIsNot() throws Exception {
    RawClient.Answer answer = ask(List.of("192.0.2.1"), "X-Forwarded-For: 203.0.113.7");
    assertThat(answer.body()).isEqualTo("127.0.0.1");
  }

  @Test
  void onlyATrustedNeighbourSaysWhichHostWasAskedFor() throws Exception {
    HttpHandler host =
        request -> HttpResponse.text(200, request.header("x-forwarded-host").orElse("nobody"));
    for (String proxy : List.of("127.0.0.1", "192.0.2.1")) {
      try (var server = HttpServer.builder().trustedProxies(List.of(proxy)).handler(host).start();
          var client = new RawClient(server)) {
        String said = "GET / HTTP/1.1\nHost: h\nX-Forwarded-Host: a.b\n\n";
        assertThat(client.send(said).answer().body())
            .isEqualTo(proxy.equals("127.0.0.1") ? "a.b" : "nobody");
      }
    }
  }

  @Test
  void anybodyMayNameTheRequest() throws Exception {
    assertThat(ask(PROXIES, "X-Request-Id: given-1.2_3").header("x-request-id"))
        .isEqualTo("given-1.2_3");
    assertThat(ask(PROXIES, "X-Request-Id: not valid").header("x-request-id"))
        .matches("[0-9a-f]{16}");
    assertThat(ask(PROXIES, "X-Request-Id: " + "a".repeat(65)).header("x-request-id"))
        .matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129"})
  void whatIsNoRangeIsRefused(String range) {
    assertThatThrownBy(() -> TrustedProxies.of(List.of(range)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RawClient.Answer ask(List<String> proxies, String headers) throws Exception {
    HttpHandler address =
        request -> HttpResponse.text(200, request.remoteAddress().getAddress().getHostAddress());
    try (var server = HttpServer.builder().trustedProxies(proxies).handler(address).start();
        var client = new RawClient(server)) {
      return client.send("GET / HTTP/1.1\nHost: h\n" + headers + "\n\n").answer();
    }
  }
}
