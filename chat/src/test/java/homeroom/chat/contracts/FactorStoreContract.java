// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of factors does. */
public interface FactorStoreContract extends StoresContract {

  @Test
  default void aFactorIsKnownToEveryProcess() {
    Factor code = factor(FactorKind.CODE, user(), Fixtures.NOW.plusSeconds(60));
    Factor secret = factor(FactorKind.TOTP, code.userId(), null);
    assertThat(stores().factors().add(secret)).isTrue();
    assertThat(stores().factors().add(code)).isTrue();
    FactorStore second = secondStores().factors();
    assertThat(second.find(FactorKind.CODE, code.key())).contains(code);
    assertThat(second.find(FactorKind.TOTP, code.key())).isEmpty();
    assertThat(second.of(code.userId())).containsExactly(code, secret);
    assertThat(second.of(user())).isEmpty();
  }

  @Test
  default void ofOneKindAKeyIsKeptOnce() {
    Factor first = factor(FactorKind.IDENTITY, user(), null);
    Factor other =
        new Factor(
            first.kind(), first.key(), first.schoolId(), user(), "other", Fixtures.NOW, null);
    assertThat(stores().factors().add(first)).isTrue();
    assertThat(secondStores().factors().add(other)).isFalse();
    assertThat(stores().factors().find(first.kind(), first.key())).contains(first);
  }

  @Test
  default void ofManyWhoAddOrRemoveOneAtOnceOneDoes() throws Exception {
    Factor code = factor(FactorKind.CODE, user(), null);
    assertThat(atOnce(store -> store.add(code))).containsOnlyOnce(true).hasSize(8);
    assertThat(atOnce(store -> store.remove(code.kind(), code.key())))
        .containsOnlyOnce(true)
        .hasSize(8);
    assertThat(stores().factors().of(code.userId())).isEmpty();
  }

  @Test
  default void aReplacementStaysAloneOfItsKindAndTouchesNothingElse() {
    UserId ada = user();
    Factor first = factor(FactorKind.CODE, ada, null);
    Factor other = factor(FactorKind.CODE, ada, null);
    Factor secret = factor(FactorKind.TOTP, ada, null);
    Factor others = factor(FactorKind.CODE, user(), null);
    FactorStore store = stores().factors();
    List.of(first, other, secret, others).forEach(store::add);
    Factor last = factor(FactorKind.CODE, ada, null);
    assertThat(secondStores().factors().replace(last)).isTrue();
    assertThat(store.of(ada)).extracting(Factor::id).containsExactly(last.id(), secret.id());
    assertThat(store.of(others.userId())).containsExactly(others);
    Factor sameKey =
        new Factor(last.kind(), last.key(), last.schoolId(), user(), "", Fixtures.NOW, null);
    assertThat(store.replace(sameKey)).isFalse();
    assertThat(store.find(last.kind(), last.key())).map(Factor::userId).contains(ada);
  }

  @Test
  default void ofManyReplacementsAtOnceOneStays() throws Exception {
    UserId ada = user();
    for (int round = 0; round < 5; round++) {
      assertThat(atOnce(store -> store.replace(factor(FactorKind.CODE, ada, null))))
          .containsOnly(true)
          .hasSize(8);
      assertThat(stores().factors().of(ada)).as("after round %d", round).hasSize(1);
    }
  }

  @Test
  default void thoseOfSomeKindsGoAndTheOthersOfTheUserStay() {
    UserId ada = user();
    Factor secret = factor(FactorKind.TOTP, ada, null);
    Factor spare = factor(FactorKind.RECOVERY_CODE, ada, null);
    Factor link = factor(FactorKind.IDENTITY, ada, null);
    Factor others = factor(FactorKind.TOTP, user(), null);
    FactorStore store = stores().factors();
    List.of(secret, spare, link, others).forEach(store::add);
    store.removeAll(ada, Set.of(FactorKind.TOTP, FactorKind.RECOVERY_CODE));
    assertThat(store.of(ada)).containsExactly(link);
    assertThat(store.of(others.userId())).containsExactly(others);
  }

  @Test
  default void whatIsOverIsForgottenAndNothingElse() {
    UserId ada = user();
    Instant then = Fixtures.NOW.minusSeconds(9_000);
    Factor over = factor(FactorKind.CODE, ada, then);
    Factor lasts = factor(FactorKind.CODE, ada, then.plusMillis(1));
    Factor forEver = factor(FactorKind.TOTP, ada, null);
    FactorStore store = stores().factors();
    List.of(over, lasts, forEver).forEach(store::add);
    store.purge(then);
    assertThat(store.of(ada)).containsExactly(lasts, forEver);
  }

  private List<Boolean> atOnce(java.util.function.Predicate<FactorStore> change) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> here = () -> change.test(stores().factors());
      Callable<Boolean> there = () -> change.test(secondStores().factors());
      return threads.invokeAll(List.of(here, there, here, there, here, there, here, there)).stream()
          .map(done -> done.resultNow())
          .toList();
    }
  }

  private static UserId user() {
    return new UserId(Fixtures.id("user"));
  }

  private static Factor factor(FactorKind kind, UserId user, @Nullable Instant expiresAt) {
    return new Factor(
        kind,
        "https://idp.example/" + Fixtures.id("key"),
        new SchoolId("hill"),
        user,
        "value of " + kind,
        Fixtures.NOW,
        expiresAt);
  }
}
