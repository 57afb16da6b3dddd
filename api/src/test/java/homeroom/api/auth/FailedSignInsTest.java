// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Failed sign-ins are limited by account and address, and by address. */
class FailedSignInsTest {

  private static final String ADA = "ada@hill.example";
  private static final InetAddress SCHOOL = InetAddress.ofLiteral("203.0.113.7");
  private static final InetAddress HOME = InetAddress.ofLiteral("198.51.100.9");

  private final SettableClock clock = new SettableClock();
  private final FailedSignIns failures =
      new FailedSignIns(AuthLimits.DEFAULT.withFailures(3, 8), clock);

  @Test
  void anAccountIsShutToAnAddressAfterSoManyFailures() {
    fail(ADA, SCHOOL, 2);
    assertLetIn(ADA, SCHOOL);
    fail(ADA, SCHOOL, 1);
    ErrorPayload error = refusal(ADA, SCHOOL);
    assertThat(error.code()).isEqualTo(429);
    assertThat(error.data())
        .containsEntry("code", "sign-in-rate")
        .containsEntry("retryAfterMs", Duration.ofMinutes(15).toMillis());
  }

  @Test
  void theSameAccountIsOpenElsewhereAndOtherAccountsHere() {
    fail(ADA, SCHOOL, 3);
    assertLetIn(ADA, HOME);
    assertLetIn("bob@hill.example", SCHOOL);
  }

  @Test
  void theAccountIsTheSameInAnyCase() {
    fail(ADA, SCHOOL, 3);
    assertThat(refusal("Ada@Hill.EXAMPLE", SCHOOL).code()).isEqualTo(429);
  }

  @Test
  void afterAQuarterOfAnHourEverythingIsForgotten() {
    fail(ADA, SCHOOL, 1);
    clock.goOn(Duration.ofMinutes(14));
    fail(ADA, SCHOOL, 2);
    assertThat(refusal(ADA, SCHOOL).data()).containsEntry("retryAfterMs", 60_000L);
    clock.goOn(Duration.ofMinutes(1));
    assertLetIn(ADA, SCHOOL);
    fail(ADA, SCHOOL, 2);
    assertLetIn(ADA, SCHOOL);
  }

  @Test
  void anAddressThatTriesManyAccountsIsShutOutOfAll() {
    for (int i = 0; i < 8; i++) {
      assertLetIn("pupil" + i + "@hill.example", SCHOOL);
      fail("pupil" + i + "@hill.example", SCHOOL, 1);
    }
    assertThat(refusal("somebody@hill.example", SCHOOL).code()).isEqualTo(429);
    assertLetIn("somebody@hill.example", HOME);
  }

  @Test
  void oneHouseholdOfIpv6IsOneAddress() {
    fail(ADA, InetAddress.ofLiteral("2001:db8:1:2:3:4:5:6"), 3);
    assertThat(refusal(ADA, InetAddress.ofLiteral("2001:db8:1:2::1")).code()).isEqualTo(429);
    assertLetIn(ADA, InetAddress.ofLiteral("2001:db8:1:3::1"));
  }

  @Test
  void whatIsNoAddressOfAnAccountTakesNoRoom() {
    fail("x".repeat(100_000), SCHOOL, 3);
    assertThat(refusal("y".repeat(100_000), SCHOOL).code()).isEqualTo(429);
  }

  private void fail(String email, InetAddress from, int times) {
    for (int i = 0; i < times; i++) {
      failures.failed(email, from);
    }
  }

  private void assertLetIn(String email, InetAddress from) {
    assertThatCode(() -> failures.refuseIfTooMany(email, from)).doesNotThrowAnyException();
  }

  private ErrorPayload refusal(String email, InetAddress from) {
    return catchThrowableOfType(Rejection.class, () -> failures.refuseIfTooMany(email, from))
        .error();
  }
}
