// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What strangers try with the bytes of HTTP, the metrics and the log. */
class AbuseOfHttpTest extends OnAbuseStage {

  /** What stands between the first line and the body; the rest would be a second request. */
  private static final List<String> FRAMINGS =
      List.of(
          "Host: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n",
          "Host: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n",
          "Host: h\r\nContent-Length: 4\r\nContent-Length: 5\r\n",
          "Host: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n",
          "Host: h\r\nContent-Length: 5, 5\r\n",
          "Host: h\r\nContent-Length: +5\r\n",
          "Host: h\r\nContent-Length: 0x5\r\n",
          "Host: h\r\nContent-Length: 5\r\n 0\r\n",
          "Host: h\r\nTransfer-Encoding:\r\n chunked\r\n",
          "Host: h\r\nTransfer-Encoding : chunked\r\n",
          "Host: h\r\nTransfer-Encoding:\u000bchunked\r\n",
          "Host: h\r\nTransfer-Encoding: xchunked\r\n",
          "Host: h\r\nTransfer-Encoding: chunked, identity\r\n",
          "Host: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
          "Host: h\nContent-Length: 5\n",
          "Host: h\r\nContent-Length: 5\rX: 1\r\n",
          "Host: h\r\nContent-Length\u0000: 5\r\n",
          "Host: h\r\nHost: i\r\nContent-Length: 5\r\n",
          "Content-Length: 5\r\n",
          "Host: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n");

  private static final List<String> CHUNKS =
      List.of("x\r\nabc\r\n0\r\n\r\n", "-1\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "3\nabc\n0\n\n");

  private static final String SECOND = "GET /health HTTP/1.1\r\nHost: h\r\n\r\n";

  private static final List<String> OTHERS =
      List.of(
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000",
          "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
          "GET / HTTP/1.9\r\nHost: h\r\n\r\n",
          "GET / HTTP/1.2\r\nHost: h\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
          "HELO school.example\r\n\r\n");

  @SuppressWarnings("NullAway.Init")
  AbuseOfHttpTest() {}

  @Test
  void whatHasTwoReadingsIsRefusedAndHidesNoSecondRequest() throws Exception {
    var requests = new ArrayList<String>();
    for (String framing : FRAMINGS) {
      requests.add("POST /messages HTTP/1.1\r\n" + framing + "\r\n0\r\n\r\n" + SECOND);
    }
    for (String chunks : CHUNKS) {
      requests.add(
          "POST /messages HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
              + chunks
              + SECOND);
    }
    stage.attacked(
        Attack.TWO_READINGS, number -> onlyAnswer(requests.get(number % requests.size())));
  }

  @Test
  void otherProtocolsAreToldThatThisIsHttp() throws Exception {
    stage.attacked(
        Attack.OTHER_PROTOCOLS, number -> onlyAnswer(OTHERS.get(number % OTHERS.size())));
  }

  @Test
  void chunkLinesThatDoNotEndAreNotKept() throws Exception {
    stage.attacked(
        Attack.LONG_CHUNK_LINES,
        number -> {
          try (HostileLine line = HostileLine.open(url)) {
            line.send("POST /messages HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;");
            return line.send("a=b;".repeat(200_000)) ? line.soon() : "closed";
          }
        });
  }

  /** The one answer that it gets, or all of them. */
  private String onlyAnswer(String request) throws Exception {
    try (HostileLine line = HostileLine.open(url)) {
      line.send(request);
      List<String> statuses = line.statuses();
      return statuses.size() == 1 ? statuses.getFirst() : "instead of one answer " + statuses;
    }
  }

  private String status(String request) throws Exception {
    try (HostileLine line = HostileLine.open(url)) {
      line.send(request);
      return line.status();
    }
  }

  @Test
  void whatStrangersInventIsNoFigure() throws Exception {
    var _ = status("FIRST /messages HTTP/1.1\r\nHost: h\r\n\r\n");
    var _ = status("FIRST /health HTTP/1.1\r\nHost: h\r\n\r\n");
    var _ = status("FIRST /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
    int before = stage.metrics().size();
    List<String> paths = List.of("/messages", "/health", "/nothing", "/docs/", "/metrics");
    stage.attacked(
        Attack.INVENTED_METHODS,
        number ->
            status(
                "M"
                    + number
                    + " "
                    + paths.get(number % paths.size())
                    + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    assertThat(stage.metrics().size()).isLessThan(before + 200);
  }

  @Test
  void metricsAreForWhoHasTheirToken() throws Exception {
    List<String> heads =
        List.of(
            "/metrics HTTP/1.1\r\nHost: h",
            "/metrics HTTP/1.1\r\nHost: 127.0.0.1",
            "/metrics HTTP/1.1\r\nHost: localhost",
            "/metrics HTTP/1.1\r\nHost: rebound.example\r\nOrigin: http://rebound.example",
            "/metrics HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 127.0.0.1",
            "/metrics HTTP/1.1\r\nHost: h\r\nForwarded: for=127.0.0.1",
            "/metrics HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ",
            "/metrics HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer x",
            "/metrics HTTP/1.1\r\nHost: h\r\nAuthorization: Basic eDp4",
            "/metrics?token=x HTTP/1.1\r\nHost: h");
    stage.attacked(
        Attack.METRICS_OF_STRANGERS,
        number -> status("GET " + heads.get(number % heads.size()) + "\r\n\r\n"));
  }

  @Test
  void theLogHasNoLineThatSomebodyForged() throws Exception {
    List<String> heads =
        List.of(
            "/a\u001b[31mforged HTTP/1.1\r\nHost: h",
            "/a\u0007forged HTTP/1.1\r\nHost: h",
            "/a\u0085forged HTTP/1.1\r\nHost: h",
            "/messages/%0d%0aforged%20INFO HTTP/1.1\r\nHost: h",
            "/messages/%1b%5b2Jforged HTTP/1.1\r\nHost: h",
            "/messages/x?a=%0aforged HTTP/1.1\r\nHost: h",
            "/messages HTTP/1.1\r\nHost: h\r\nX-Request-Id: a\u001bforged",
            "/messages HTTP/1.1\r\nHost: h\r\nOrigin: http://a\u001bforged");
    stage.attacked(
        Attack.FORGED_LINES,
        number -> {
          String answer = status("GET " + heads.get(number % heads.size()) + "\r\n\r\n");
          return answer.equals("401") ? "" : answer; // the query and the headers say nothing
        });
    assertThat(stage.log().getBytes(ISO_8859_1))
        .doesNotContain((byte) 0x1b, (byte) 0x07, (byte) 0x85);
    assertThat(stage.log().lines()).noneMatch(line -> line.startsWith("forged"));
  }

  @Test
  void pagesOfOtherOriginsAreRefusedAndFillNoLog() throws Exception {
    stage.attacked(
        Attack.INVENTED_ORIGINS,
        number ->
            status(
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\nOrigin:"
                    + " https://evil"
                    + number
                    + ".example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
  }
}
