// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever attacks is told no, and honest people notice nothing. */
class AbuseTest extends OnAbuseStage {

  private static final Path DOCUMENT = Path.of("..", "docs", "security-tests.md");

  private static final int BINARY = 0x82;
  private static final int FRAGMENT = 0x02;
  private static final int MORE = 0x00;
  private static final String ANNOUNCED =
      "4510-[\"x\"" + ",{\"_placeholder\":true,\"num\":0}".repeat(10) + "]";
  private static final int LINES = 20;
  private static final String HANDSHAKE =
      "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: h\r\n\r\n";

  private String token;
  private @Nullable String longMessages;

  @SuppressWarnings("NullAway.Init")
  AbuseTest() {}

  @BeforeAll
  void signIn() throws Exception {
    token = String.valueOf(Person.signedIn(stage.server, "student1").rest().token());
  }

  @Test
  void theDocumentSaysWhatIsTried() throws Exception {
    if ("apply".equals(System.getProperty("generate"))) {
      Files.writeString(DOCUMENT, Attack.document());
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(Attack.document());
  }

  @Test
  void pathsThatTakeLongToReadAreNotFound() throws Exception {
    get(Attack.SLASHES, "/a" + "/".repeat(8_000) + "x");
    get(Attack.DEEP_PATHS, "/docs/" + "a/".repeat(3_900) + "x.js");
  }

  private void get(Attack attack, String path) throws Exception {
    stage.attacked(
        attack,
        number -> {
          try (HostileLine line = HostileLine.open(url)) {
            line.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
            return line.status();
          }
        });
  }

  @Test
  void requestsThatDoNotEndMakeRoom() throws Exception {
    stage.attacked(
        Attack.LONG_HEADS,
        number -> held("GET / HTTP/1.1\r\nHost: h\r\nCookie: " + "x".repeat(15_000)));
    String slow =
        "POST /messages HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: application/json\r\nContent-Length: 900001\r\n\r\n"
            + "x".repeat(900_000);
    stage.attacked(Attack.FEW_SLOW_BODIES, number -> held(slow));
    stage.attacked(Attack.SLOW_BODIES, number -> held(slow));
  }

  /** What is said to a request of which the end does not come; nothing if it may wait. */
  private String held(String request) throws Exception {
    try (HostileLine line = HostileLine.open(url)) {
      return line.send(request) ? line.soon() : "closed";
    }
  }

  @Test
  void messagesThatNobodySignedInForAreNotKept() throws Exception {
    stage.attacked(Attack.ATTACHMENTS_OF_NOBODY, number -> attachments(""));
    stage.attacked(Attack.FRAGMENTS_OF_NOBODY, number -> fragments(""));
  }

  @Test
  @Tag("long")
  void howeverManySendThem() throws Exception {
    stage.attacked(Attack.MANY_ATTACHMENTS_OF_NOBODY, number -> attachments(""));
    stage.attacked(Attack.MANY_FRAGMENTS_OF_NOBODY, number -> fragments(""));
  }

  @Test
  void messagesOfAStudentThatDoNotEndMakeRoom() throws Exception {
    stage.attacked(Attack.ATTACHMENTS_OF_A_STUDENT, number -> attachments(token));
    stage.attacked(
        Attack.FRAMES_OF_A_STUDENT,
        number -> {
          try (HostileLine line = HostileLine.webSocket(url, token)) {
            line.sendFrame(FRAGMENT, new byte[900_000]);
            line.sendFrame(MORE, new byte[90_000]);
            return line.soon();
          }
        });
  }

  private String attachments(String as) throws Exception {
    byte[] attachment = new byte[999_000];
    try (HostileLine line = HostileLine.webSocket(url, as)) {
      line.sendText(ANNOUNCED);
      for (int i = 0; i < 9; i++) {
        line.sendFrame(BINARY, attachment);
      }
      return line.soon();
    }
  }

  private String fragments(String as) throws Exception {
    byte[] fragment = new byte[99_000];
    try (HostileLine line = HostileLine.webSocket(url, as)) {
      line.sendFrame(FRAGMENT, fragment);
      for (int i = 0; i < 9; i++) {
        line.sendFrame(MORE, fragment);
      }
      return line.soon();
    }
  }

  @Test
  void pagesThatNobodyReadsMakeRoom() throws Exception {
    unreadPages(Attack.UNREAD_PAGES);
    callsAtOnce(Attack.CALLS_AT_ONCE, 5);
  }

  @Test
  @Tag("long")
  void howeverManyPagesThereAre() throws Exception {
    unreadPages(Attack.MANY_UNREAD_PAGES);
    callsAtOnce(Attack.LONG_CALLS_AT_ONCE, 50);
  }

  /** A sixth of them of the longest, as many of middling ones. */
  private void unreadPages(Attack attack) throws Exception {
    String group = groupOfLongMessages();
    var asking = new CountDownLatch(attack.times());
    stage.attacked(
        attack,
        number -> {
          int sixth = number * 6 / attack.times();
          int limit = sixth == 0 ? 200 : sixth == 1 ? 50 : 10;
          try (HostileLine line = HostileLine.slowReader(url)) {
            line.send(page(group, limit));
            String status = line.soon();
            asking.countDown();
            asking.await();
            return status;
          }
        });
  }

  private void callsAtOnce(Attack attack, int messages) throws Exception {
    String group = groupOfLongMessages();
    stage.attacked(
        attack,
        number -> {
          try (HostileLine line = HostileLine.open(url)) {
            String gzip = number % 3 == 0 ? "Accept-Encoding: gzip\r\n" : "";
            line.send(page(group, messages).replace("Host", gzip + "Host"));
            return line.status();
          }
        });
  }

  private String page(String group, int limit) {
    return "GET /messages?%24limit="
        + limit
        + "&conversationId="
        + group
        + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
        + token
        + "\r\n\r\n";
  }

  /** Made once. */
  private String groupOfLongMessages() throws Exception {
    if (longMessages != null) {
      return longMessages;
    }
    Person eve = Person.signedIn(stage.server, "student1");
    String group = eve.group("Mine");
    String text = "a" + "\u0001".repeat(7_998) + "a";
    for (int i = 0; i < 200; ) {
      var message = Map.of("conversationId", group, "text", text, "clientId", "c" + i);
      if (eve.rest().post("/messages", message).status() != 429) {
        i++;
      }
    }
    longMessages = group;
    return group;
  }

  @Test
  void strangersMakeRoomForEachOther() throws Exception {
    stage.attacked(
        Attack.HANDSHAKES, // and the connects meanwhile: both are waited for at once
        LINES + Attack.CONNECTS.times(),
        number -> number < LINES ? handshakes(Attack.HANDSHAKES.times() / LINES) : handshakes(1));
  }

  @Test
  @Tag("long")
  void strangersWhoComeForALongTimeMakeRoomForEachOther() throws Exception {
    stage.attacked(
        Attack.MANY_HANDSHAKES,
        LINES,
        number -> handshakes(Attack.MANY_HANDSHAKES.times() / LINES));
  }

  /** So many over one connection, some of them sent at once; "200", or what else was answered. */
  private String handshakes(int times) throws Exception {
    int together = Math.min(8, times);
    String answer = "";
    try (HostileLine line = HostileLine.open(url)) {
      for (int i = 0; i < times; i++) {
        if (i % together == 0) {
          line.send(HANDSHAKE.repeat(together));
        }
        String status = line.status();
        answer = answer.isEmpty() || answer.equals("200") ? status : answer;
      }
    }
    return answer;
  }
}
