// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisServerTest {

  @Test
  void anAddressHasAPortAndADatabaseUnlessItNamesOthers() {
    assertThat(RedisServer.parse("redis://cache.school"))
        .isEqualTo(new RedisServer("cache.school", 6379, 0, false, null, null));
    assertThat(RedisServer.parse("rediss://cache.school:7000/3"))
        .isEqualTo(new RedisServer("cache.school", 7000, 3, true, null, null));
    assertThat(RedisServer.parse("redis://[::1]:7000/"))
        .isEqualTo(new RedisServer("::1", 7000, 0, false, null, null));
  }

  @Test
  void aPasswordIsReadAndNeverWritten() {
    RedisServer named = RedisServer.parse("rediss://homeroom:se%2Fcr%40et@cache.school");
    assertThat(named.user()).isEqualTo("homeroom");
    assertThat(named.password()).isEqualTo("se/cr@et");
    assertThat(named).hasToString("rediss://cache.school:6379/0");
    RedisServer unnamed = RedisServer.parse("redis://:se:cret@cache.school");
    assertThat(unnamed.user()).isNull();
    assertThat(unnamed.password()).isEqualTo("se:cret");
    assertThat(RedisServer.parse("redis://secret@cache.school").password()).isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cache.school",
        "http://:secret@cache.school",
        "redis://:secret@",
        "redis://:secret@cache.school/one",
        "redis://:secret@cache.school/123456",
        "redis://:secret@cache.school:70000",
        "redis://:sec ret@cache.school",
        "redis://:secret@cache.school?timeout=5s",
        "redis-sentinel://:secret@cache.school"
      })
  void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisServer.parse(text))
        .withMessageStartingWith("A Redis server is redis://")
        .withMessageNotContaining("secret")
        .withMessageNotContaining("sec ret")
        .withNoCause();
  }
}
