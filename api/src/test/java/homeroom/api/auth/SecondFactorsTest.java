// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import homeroom.api.wire.Rejection;
import homeroom.chat.SchoolDay;
import homeroom.chat.Stores;
import homeroom.chat.TestTime;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.session.Factor;
import homeroom.chat.session.SharedFailures;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An app as a second factor, and the codes for whoever lost it. */
class SecondFactorsTest {

  private static final byte[] SECRET = new byte[32];
  private static final String NETWORK = "192.0.2.1";

  private final SchoolDay day = new SchoolDay();
  private final TestTime time = new TestTime();
  private final SecondFactors factors = with(SECRET);
  private final Caller tom = day.by(day.tom);

  private SecondFactors with(byte[] secret) {
    return with(secret, day.stores);
  }

  private SecondFactors with(byte[] secret, Stores stores) {
    return with(secret, stores, day.chat.failures());
  }

  private SecondFactors with(byte[] secret, Stores stores, SharedFailures failures) {
    return new SecondFactors(
        stores.factors(),
        day.chat.roster(),
        day.chat.audit(),
        failures,
        AuthLimits.DEFAULT,
        new DayClock(),
        time,
        new Random(1),
        DerivedKey.ofSecondFactors(secret));
  }

  /** The clock of the day. */
  private final class DayClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return day.now();
    }
  }

  @Test
  void onceConfirmedItIsAskedFor() {
    String secret = factors.begin(tom).secret();
    factors.demand(day.tom, "password", day.now());
    List<String> recovery = factors.confirm(tom, code(secret));
    assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
    assertThat(factors.state(tom, day.tom.id()))
        .isEqualTo(new SecondFactors.State(day.tom.id(), true, 10));
    Rejection asked =
        catchThrowableOfType(Rejection.class, () -> factors.demand(day.tom, "password", day.now()));
    assertThat(asked.error().data()).containsEntry("code", "totp-required");
    String challenge = String.valueOf(asked.error().data().get("challenge"));
    assertThat(factors.challenged(challenge).orElseThrow().how()).isEqualTo("password");
    assertThat(factors.challenged(challenge.substring(1))).isEmpty();
    assertThat(with(new byte[33]).challenged(challenge)).isEmpty();
    day.pass(Duration.ofMinutes(5));
    assertThat(factors.challenged(challenge)).isEmpty();
  }

  @Test
  void aCodeCountsOnce() {
    String secret = enabled();
    String next = code(secret);
    assertThat(prove(factors, day.tom, next, null)).isTrue();
    assertThat(prove(factors, day.tom, next, null)).isFalse();
    assertThat(prove(factors, day.tom, null, null)).isFalse();
    assertThat(prove(factors, day.ada, next, null)).isFalse();
  }

  @Test
  void theCodeThatConfirmedCountsNoMore() {
    String secret = factors.begin(tom).secret();
    String code = code(secret);
    var _ = factors.confirm(tom, code);
    assertThat(prove(factors, day.tom, code, null)).isFalse();
  }

  @Test
  void aRecoveryCodeCountsOnceAndOutlivesTheServersSecret() {
    String secret = factors.begin(tom).secret();
    List<String> recovery = factors.confirm(tom, code(secret));
    SecondFactors later = with(new byte[33]);
    day.pass(Duration.ofMinutes(2));
    assertThat(prove(later, day.tom, code(secret), null)).isFalse();
    String typed = recovery.getFirst().toLowerCase(Locale.ROOT).replace("-", " ");
    assertThat(prove(later, day.tom, null, typed)).isTrue();
    assertThat(prove(later, day.tom, null, typed)).isFalse();
    assertThat(later.state(tom, day.tom.id()).recoveryCodesLeft()).isEqualTo(9);
  }

  @Test
  void tenGuessesFromANetworkAreSlowedAndWrittenDown() {
    String secret = enabled();
    guessWrong(10);
    Rejection slowed =
        catchThrowableOfType(Rejection.class, () -> prove(factors, day.tom, code(secret), null));
    assertThat(slowed.error().data())
        .containsEntry("code", "sign-in-rate")
        .containsEntry("retryAfterMs", 600_000L);
    assertThat(day.audit().getFirst().action()).isEqualTo("sign-in.slowed");
    day.chat.audit().settle();
    time.pass(Duration.ofMinutes(10));
    assertThat(prove(factors, day.tom, "000000", null)).isFalse();
    assertThat(refused(() -> prove(factors, day.tom, code(secret), null)))
        .isEqualTo("sign-in-rate");
    factors.forgetFailures(day.tom.id());
    assertThat(prove(factors, day.tom, code(secret), null)).isTrue();
    day.pass(Duration.ofMinutes(15));
    day.chat.audit().settle();
    assertThat(day.audit())
        .filteredOn(event -> event.action().equals("sign-in.failed"))
        .singleElement()
        .satisfies(event -> assertThat(event.count()).isEqualTo(11));
  }

  @Test
  void whoseCodesAreGuessedSignsInByRecoveryCodesAndOnDevicesOfTheirs() {
    String secret = factors.begin(tom).secret();
    List<String> recovery = factors.confirm(tom, code(secret));
    day.pass(Duration.ofMinutes(2));
    guessWrong(10);
    assertThat(prove(factors, day.tom, null, recovery.getFirst())).isTrue();
    var device = new SecondFactors.Place("a token of tom's", true, NETWORK);
    assertThat(factors.prove(day.tom, code(secret), null, device)).isTrue();
  }

  @Test
  void whoGuessesFromOneNetworkForADayLeavesTheOwnerRoomInOthers() {
    String secret = enabled();
    int guesses = guesses(23, n -> network("192.0.2.1"));
    assertThat(factors.prove(day.tom, code(secret), null, network("203.0.113.7"))).isTrue();
    assertThat(guesses + guesses(1, n -> network("192.0.2.1"))).isBetween(40, 59);
  }

  @Test
  void lessThanAHundredGuessesADayAreLookedAtFromAllNetworks() {
    String secret = enabled();
    int guesses = guesses(23, n -> network("192.0.2." + n % 250));
    assertThat(refused(() -> factors.prove(day.tom, code(secret), null, network("203.0.113.7"))))
        .isEqualTo("sign-in-rate");
    var known = new SecondFactors.Place("203.0.113.7", true, "203.0.113.7");
    assertThat(factors.prove(day.tom, code(secret), null, known)).isTrue();
    assertThat(guesses + guesses(1, n -> network("192.0.2." + n % 250))).isBetween(75, 99);
  }

  @Test
  void noDayHasMoreWheneverItBegins() {
    var _ = enabled();
    assertThat(prove(factors, day.tom, "000000", null)).isFalse();
    time.pass(Duration.ofMinutes(23 * 60 + 30));
    assertThat(guesses(24, n -> network("192.0.2." + n % 250))).isBetween(75, 99);
  }

  @Test
  void whoWaitsForAllNetworksHasNotGuessed() {
    var _ = enabled();
    var _ = guesses(2, n -> network("192.0.2." + n % 250));
    for (int i = 0; i < 20; i++) {
      assertThat(refused(() -> factors.prove(day.tom, "000000", null, network("203.0.113.7"))))
          .isEqualTo("sign-in-rate");
    }
    time.pass(Duration.ofHours(1));
    assertThat(factors.prove(day.tom, "000000", null, network("203.0.113.7"))).isFalse();
  }

  @Test
  void whoIsRefusedForAllNetworksTakesNoTurnOfTheirs() {
    String secret = enabled();
    guessFrom(factors, SlowingLimits.ALL_SECOND_FACTORS.failures());
    time.pass(Duration.ofMinutes(59));
    assertThat(refused(() -> prove(factors, day.tom, "000000", null))).isEqualTo("sign-in-rate");
    time.pass(Duration.ofMinutes(1));
    assertThat(prove(factors, day.tom, code(secret), null)).isTrue();
  }

  /** Ten wrong ones from one network, the others each from another. */
  private void guessFrom(SecondFactors guessed, int times) {
    for (int i = 0; i < times; i++) {
      String network = i < 10 ? NETWORK : "203.0.113." + i;
      assertThat(guessed.prove(day.tom, "000000", null, network(network))).isFalse();
    }
  }

  @Test
  void otherNodesHearNothingOfACodeThatNobodyLookedAt() {
    var _ = enabled();
    var heard = new ArrayList<SharedFailures.Failure>();
    SecondFactors told = with(SECRET, day.stores, new SharedFailures(heard::add));
    guessFrom(told, SlowingLimits.ALL_SECOND_FACTORS.failures());
    time.pass(Duration.ofMinutes(10)); // a turn of the network, and none of all of them
    heard.clear();
    assertThat(refused(() -> prove(told, day.tom, "000000", null))).isEqualTo("sign-in-rate");
    assertThat(heard).isEmpty();
    time.pass(Duration.ofMinutes(50));
    assertThat(prove(told, day.tom, "000000", null)).isFalse();
    assertThat(heard).hasSize(2);
  }

  /** How many of those that come every 20 seconds for so many hours are looked at. */
  private int guesses(int hours, IntFunction<SecondFactors.Place> places) {
    int guesses = 0;
    for (int i = 0; i < hours * 180; i++) {
      try {
        assertThat(factors.prove(day.tom, "000000", null, places.apply(i))).isFalse();
        guesses++;
      } catch (Rejection later) {
        assertThat(later.error().code()).isEqualTo(429);
      }
      time.pass(Duration.ofSeconds(20));
    }
    return guesses;
  }

  /** One that tom never signed in from. */
  private static SecondFactors.Place network(String name) {
    return new SecondFactors.Place(name, false, name);
  }

  private void guessWrong(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(prove(factors, day.tom, "000000", null)).isFalse();
    }
  }

  private static boolean prove(
      SecondFactors factors, User user, @Nullable String totp, @Nullable String recoveryCode) {
    return factors.prove(user, totp, recoveryCode, network(NETWORK));
  }

  @Test
  void whatTheStoreCouldNotLookAtIsNoWrongGuess() {
    String secret = enabled();
    var stores = new FailingStores(day.stores);
    SecondFactors flaky = with(SECRET, stores);
    for (int i = 0; i < 10; i++) {
      stores.failNext("find", FailingStores.When.BEFORE);
      assertThatThrownBy(() -> prove(flaky, day.tom, code(secret), null))
          .isInstanceOf(StoreUnavailable.class);
    }
    assertThat(prove(flaky, day.tom, code(secret), null)).isTrue();
  }

  @Test
  void itIsEndedWithACodeOrByAnAdmin() {
    String secret = enabled();
    assertThat(refused(() -> factors.disable(tom, "000000", null)))
        .isEqualTo("second-factor-wrong");
    factors.disable(tom, code(secret), null);
    factors.demand(day.tom, "password", day.now());
    day.pass(Duration.ofMinutes(2));
    var _ = enabled();
    assertThat(refused(() -> factors.reset(tom, day.tina.id())))
        .isEqualTo("second-factor-not-yours");
    assertThat(refused(() -> factors.reset(day.by(day.olga), day.tom.id())))
        .isEqualTo("user-not-found");
    factors.reset(day.by(day.root), day.tom.id());
    factors.demand(day.tom, "password", day.now());
    assertThat(day.stores.factors().of(day.tom.id())).isEmpty();
    assertThat(day.audit())
        .extracting(AuditEvent::action)
        .startsWith("second-factor.reset", "second-factor.enabled", "second-factor.disabled");
  }

  @Test
  void itIsForStaffAndItsSecretIsNowhereToBeRead() {
    assertThat(refused(() -> factors.begin(day.by(day.ada)))).isEqualTo("second-factor-not-yours");
    SecondFactors.Begun begun = factors.begin(tom);
    assertThat(begun.uri()).contains("secret=" + begun.secret()).contains("tom%40hill");
    assertThat(begun.toString()).doesNotContain(begun.secret());
    assertThat(day.stores.factors().of(day.tom.id()))
        .extracting(Factor::value)
        .noneMatch(value -> value.contains(begun.secret()));
    assertThat(refused(() -> factors.confirm(tom, "000000"))).isEqualTo("second-factor-wrong");
    day.pass(Duration.ofHours(1));
    assertThat(refused(() -> factors.confirm(tom, code(begun.secret()))))
        .isEqualTo("second-factor-not-begun");
  }

  private String enabled() {
    String secret = factors.begin(tom).secret();
    var _ = factors.confirm(tom, code(secret));
    day.pass(Duration.ofMinutes(2));
    return secret;
  }

  /** What the app shows now. */
  private String code(String base32) {
    return Totp.code(bytes(base32), Totp.step(day.now()));
  }

  private static byte[] bytes(String base32) {
    var bits = BigInteger.ZERO;
    for (int i = 0; i < base32.length(); i++) {
      long value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    byte[] all = bits.toByteArray();
    var secret = new byte[Totp.SECRET_BYTES];
    int length = Math.min(all.length, secret.length);
    System.arraycopy(all, all.length - length, secret, secret.length - length, length);
    return secret;
  }

  private static String refused(Runnable call) {
    return String.valueOf(
        catchThrowableOfType(Rejection.class, call::run).error().data().get("code"));
  }
}
