// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.contracts.RedisProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a server before a node uses it. */
class RedisCheckTest {

  private static final Clock CLOCK = Clock.systemUTC();

  /** As docs/redis.md has it. */
  private static final String USER =
      "ACL SETUSER homeroom on >open-sesame resetkeys ~hr:* resetchannels &hr:* -@all +@connection"
          + " +@scripting +@pubsub +info +@hash +@stream +@sortedset +del +pexpire +time";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void demand() {
    RedisProcess.demand();
  }

  private static RedisServer server(RedisProcess redis) {
    return RedisServer.parse("redis://127.0.0.1:" + redis.port());
  }

  @Test
  void aServerThatKeepsNothingAndForgetsNothingIsAsItShouldBe() {
    try (var redis = new RedisProcess(folder)) {
      RedisCheck check = RedisCheck.of(server(redis), null, CLOCK);
      assertThat(check.isNewEnough()).isTrue();
      assertThat(check.forgets()).isFalse();
      assertThat(check.isFull()).isFalse();
      assertThat(check.keepsLog()).isFalse();
      assertThat(check.answered()).isPositive();
      assertThat(check.clockBehind().abs()).isLessThan(Duration.ofSeconds(5));
      assertThat(redis.ask("DBSIZE")).isEqualTo("0");
    }
  }

  @Test
  void aServerThatForgetsWhatItHasNoRoomForIsSeen() {
    try (var redis =
        new RedisProcess(folder, "--maxmemory", "1gb", "--maxmemory-policy", "allkeys-lru")) {
      RedisCheck check = RedisCheck.of(server(redis), null, CLOCK);
      assertThat(check.maxMemory()).isEqualTo(1L << 30);
      assertThat(check.forgets()).isTrue();
      assertThat(redis.ask("CONFIG SET maxmemory-policy noeviction")).isEqualTo("OK");
      assertThat(RedisCheck.of(server(redis), null, CLOCK).forgets()).isFalse();
    }
  }

  @Test
  void aServerThatHasNoRoomIsSeen() {
    try (var redis = new RedisProcess(folder, "--maxmemory", "1gb")) {
      RedisCheck check = RedisCheck.of(server(redis), null, CLOCK);
      assertThat(check.usedMemory()).isPositive();
      assertThat(check.isFull()).isFalse();
      assertThat(redis.ask("CONFIG SET maxmemory 1000")).isEqualTo("OK");
      assertThat(RedisCheck.of(server(redis), null, CLOCK).isFull()).isTrue();
    }
  }

  @Test
  void aUserWhoseRightsAreNotWholeIsRefused() {
    try (var redis = new RedisProcess(folder)) {
      RedisServer known =
          RedisServer.parse("redis://homeroom:open-sesame@127.0.0.1:" + redis.port());
      for (String right :
          List.of(
              "@scripting",
              "@pubsub",
              "info",
              "@hash",
              "@stream",
              "@sortedset",
              "del",
              "pexpire",
              "time",
              "publish")) {
        assertThat(redis.ask(USER)).isEqualTo("OK");
        assertThat(redis.ask("ACL SETUSER homeroom -" + right)).isEqualTo("OK");
        assertThatThrownBy(() -> RedisCheck.of(known, null, CLOCK))
            .as(right)
            .isInstanceOf(BusUnavailable.class)
            .hasMessageContaining("refuses: NOPERM");
      }
      assertThat(redis.ask("DBSIZE")).isEqualTo("0");
    }
  }

  @Test
  void aUserWhoMayDoWhatIsNeededIsEnoughAndAnotherIsRefused() {
    try (var redis = new RedisProcess(folder)) {
      assertThat(redis.ask(USER)).isEqualTo("OK");
      String address = "127.0.0.1:" + redis.port();
      RedisServer known = RedisServer.parse("redis://homeroom:open-sesame@" + address);
      assertThat(RedisCheck.of(known, null, CLOCK).isNewEnough()).isTrue();
      assertThat(redis.ask("ACL SETUSER homeroom resetchannels &other")).isEqualTo("OK");
      assertThatThrownBy(() -> RedisCheck.of(known, null, CLOCK))
          .isInstanceOf(BusUnavailable.class)
          .hasMessageContaining("refuses: NOPERM")
          .hasMessageNotContaining("open-sesame");
      RedisServer stranger = RedisServer.parse("redis://homeroom:other@" + address);
      assertThatThrownBy(() -> RedisCheck.of(stranger, null, CLOCK))
          .hasMessageContaining("refuses: WRONGPASS");
    }
  }

  @Test
  void oneThatIsNotThereIsSaidToBeSo() {
    assertThatThrownBy(() -> RedisCheck.of(RedisServer.parse("redis://127.0.0.1:1"), null, CLOCK))
        .isInstanceOf(BusUnavailable.class)
        .hasMessageContaining("redis://127.0.0.1:1/0 cannot be reached");
  }

  @Test
  void whichVersionsAreNewEnough() {
    assertThat(version("6.0.16").isNewEnough()).isFalse();
    assertThat(version("6.2.0").isNewEnough()).isTrue();
    assertThat(version("7.2.4").isNewEnough()).isTrue();
    assertThat(version("255.255.255").isNewEnough()).isTrue();
    assertThat(version("").isNewEnough()).isFalse();
  }

  private static RedisCheck version(String version) {
    return new RedisCheck(Duration.ZERO, version, 0, 0, RedisCheck.NOTHING, false, Duration.ZERO);
  }
}
