// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a signed-in student tries with frames and with JSON. */
class AbuseOfFramesTest extends OnAbuseStage {

  private static final int PING = 0x89;
  private static final Pattern SESSION_ID = Pattern.compile("\"sid\":\"([^\"]+)\"");
  private static final int SOCKETS = 20;

  private static final String DEEP = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);

  private static final List<String> JSON =
      List.of(
          "{\"text\":\"a\",\"text\":\"b\",\"conversationId\":\"x\"}",
          DEEP,
          "[".repeat(100_000),
          "{\"text\":1" + "0".repeat(100_000) + "}",
          "{\"text\":1e" + "9".repeat(1_000) + "}",
          "{\"text\":NaN}",
          "{\"text\":\"\\ud800",
          "{\"text\":\"a\"}{",
          "{\"" + "n".repeat(60_000) + "\":1,",
          "\u0000");

  private String token;

  @SuppressWarnings("NullAway.Init")
  AbuseOfFramesTest() {}

  @BeforeAll
  void signIn() throws Exception {
    token = String.valueOf(Person.signedIn(stage.server, "student3").rest().token());
  }

  @Test
  void oddJsonIsRefused() throws Exception {
    stage.attackedInTurns(
        Attack.ODD_JSON,
        SOCKETS,
        number -> {
          String json = JSON.get(number / 2 % JSON.size());
          return number % 2 == 0
              ? String.valueOf(new Rest(url, token).postText("/messages", json).status())
              : onSocket("421[\"message:send\"," + json + "]");
        });
  }

  @Test
  void bracketsBecomeNoTree() throws Exception {
    String json = "{\"x\":[" + "{},".repeat(330_000) + "{}]}";
    byte[] plain = json.getBytes(ISO_8859_1);
    byte[] zipped = gzip(plain);
    stage.attacked(
        Attack.BRACKETS,
        number ->
            switch (number % 15) {
              case 0 -> onSocket("421[\"message:send\"," + json + "]");
              case 1, 2, 3, 4, 5, 6, 7 -> posted("", plain);
              default -> posted("Content-Encoding: gzip\r\n", zipped);
            });
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(plain);
    }
    return bytes.toByteArray();
  }

  private String posted(String coding, byte[] body) throws IOException {
    try (HostileLine line = HostileLine.open(url)) {
      line.send(
          "POST /messages HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
              + token
              + "\r\nContent-Type: application/json\r\n"
              + coding
              + "Content-Length: "
              + body.length
              + "\r\n\r\n");
      line.send(body);
      return line.status();
    }
  }

  /** What becomes of a socket that sends that packet. */
  private String onSocket(String packet) throws Exception {
    try (HostileLine line = HostileLine.webSocket(url, token)) {
      line.sendText(packet);
      String said = line.awaitTextOrEnd("431[");
      return said.isEmpty() ? "closed" : said.contains("\"code\":400") ? "400" : said;
    }
  }

  @Test
  void framesAgainstTheProtocolEndTheConnection() throws Exception {
    List<byte[]> frames =
        List.of(
            new byte[] {(byte) 0x81, 1, '4'}, // not masked
            new byte[] {(byte) 0xc1, (byte) 0x81, 0, 0, 0, 0, '4'}, // a reserved bit
            new byte[] {(byte) 0x83, (byte) 0x81, 0, 0, 0, 0, '4'}, // a reserved opcode
            new byte[] {(byte) 0x80, (byte) 0x81, 0, 0, 0, 0, '4'}, // continues nothing
            new byte[] {0x09, (byte) 0x81, 0, 0, 0, 0, '4'}, // a fragmented ping
            new byte[] {(byte) 0x81, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
            new byte[] {(byte) 0x81, (byte) 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, 0x28}); // not UTF-8
    stage.attackedInTurns(
        Attack.BROKEN_FRAMES,
        SOCKETS / 2,
        number -> {
          try (HostileLine line = HostileLine.webSocket(url, number % 2 == 0 ? token : "")) {
            line.send(frames.get(number / 2 % frames.size()));
            return line.awaitTextOrEnd("never").isEmpty() ? "closed" : "open";
          }
        });
  }

  @Test
  void whoIsRefusedAgainAndAgainIsClosed() throws Exception {
    stage.attackedInTurns(
        Attack.NAMESPACES,
        SOCKETS,
        number -> {
          try (HostileLine line = HostileLine.webSocket(url, "")) {
            for (int i = 0; i < 2_000; i++) {
              line.sendText("40/none" + i + ",");
            }
            return line.awaitTextOrEnd("never").isEmpty() ? "closed" : "open";
          }
        });
  }

  @Test
  void pongsThatNobodyAskedForAreTakenInTurns() throws Exception {
    String pongs = "3" + "\u001e3".repeat(299_999);
    stage.attackedInTurns(
        Attack.PONGS,
        SOCKETS,
        number -> {
          try (HostileLine line = HostileLine.open(url)) {
            line.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: h\r\n\r\n");
            Matcher opened = SESSION_ID.matcher(line.body());
            if (!opened.find()) {
              return "closed";
            }
            line.send(
                "POST /socket.io/?EIO=4&transport=polling&sid="
                    + opened.group(1)
                    + " HTTP/1.1\r\nHost: h\r\nContent-Length: "
                    + pongs.length()
                    + "\r\n\r\n"
                    + pongs);
            return line.status();
          }
        });
  }

  @Test
  void pingsAreAnsweredAndHoldUpNobody() throws Exception {
    int each = Attack.PINGS.times() / SOCKETS;
    stage.attacked(
        Attack.PINGS,
        SOCKETS,
        number -> {
          try (HostileLine line = HostileLine.webSocket(url, token)) {
            for (int i = 0; i < each; i++) {
              line.sendFrame(PING, new byte[100]);
            }
            return line.framesUntil(each) == each ? "pongs" : "closed";
          }
        });
  }
}
