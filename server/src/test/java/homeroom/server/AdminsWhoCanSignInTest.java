// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever has an unused code, or an account elsewhere, needs no password to sign in. */
class AdminsWhoCanSignInTest {

  private final SchoolDay day = new SchoolDay();
  private final SignInWays ways =
      new SignInWays(day.stores.factors(), Clock.fixed(day.now(), ZoneOffset.UTC));

  @Test
  void aCodeCountsUntilItIsOverOrUsed() {
    assertThat(ways.test(day.root)).isFalse();
    has(FactorKind.CODE, "over", day.now());
    has(FactorKind.TOTP, "second", null);
    assertThat(ways.test(day.root)).isFalse();
    has(FactorKind.CODE, "unused", day.now().plusMillis(1));
    assertThat(ways.test(day.root)).isTrue();
    assertThat(day.stores.factors().remove(FactorKind.CODE, "unused")).isTrue();
    assertThat(ways.test(day.root)).isFalse();
  }

  @Test
  void anAccountElsewhereCounts() {
    has(FactorKind.IDENTITY, "https://id.example 7", null);
    assertThat(ways.test(day.root)).isTrue();
    assertThat(ways.test(day.rita)).isFalse();
  }

  private void has(FactorKind kind, String key, @Nullable Instant until) {
    assertThat(
            day.stores
                .factors()
                .add(new Factor(kind, key, day.hill, day.root.id(), "", day.now(), until)))
        .isTrue();
  }
}
