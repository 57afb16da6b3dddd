// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever has an unused code, or an account at a provider, needs no password to sign in. */
class SignInWaysTest {

  private static final String ISSUER = "https://id.example";

  private final SchoolDay day = new SchoolDay();
  private final SignInWays ways =
      new SignInWays(
          day.stores.factors(),
          day.stores.roster(),
          List.of(
              new IdentityProvider("hill", ISSUER, "Hill", "email"),
              new IdentityProvider("dale", "https://dale.example", "Dale", null)),
          Clock.fixed(day.now(), ZoneOffset.UTC));

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
  void anAccountAtAProviderOfTheSchoolCounts() {
    isLinked(ISSUER, true);
    assertThat(ways.test(day.root)).as("expected only").isFalse();
    isLinked(ISSUER, false);
    assertThat(ways.test(day.root)).isTrue();
    assertThat(ways.test(day.rita)).isFalse();
  }

  @Test
  void oneAtAProviderThatTheServerDoesNotKnowOrOfAnotherSchoolDoesNot() {
    isLinked("https://of-last-year.example", false);
    isLinked("https://dale.example", false);
    assertThat(ways.test(day.root)).isFalse();
  }

  @Test
  void whereProvidersAreNotKnownAnyOneCounts() {
    var any =
        SignInWays.ofAnyProvider(day.stores.factors(), Clock.fixed(day.now(), ZoneOffset.UTC));
    isLinked("https://dale.example", true);
    assertThat(any.test(day.root)).as("expected only").isFalse();
    isLinked("https://of-last-year.example", false);
    assertThat(any.test(day.root)).isTrue();
  }

  private void isLinked(String issuer, boolean expected) {
    var link =
        new LinkedIdentity(day.hill, day.root.id(), "hill", issuer, "7", expected, day.now());
    assertThat(day.stores.factors().add(link.factor())).isTrue();
  }

  private void has(FactorKind kind, String key, @Nullable Instant until) {
    assertThat(
            day.stores
                .factors()
                .add(new Factor(kind, key, day.hill, day.root.id(), "", day.now(), until)))
        .isTrue();
  }
}
