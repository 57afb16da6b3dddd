// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.UserId;
import homeroom.chat.session.SignIn;
import homeroom.chat.session.SignInStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of sign-ins does. */
public interface SignInStoreContract extends StoresContract {

  @Test
  default void aSignInIsKnownToEveryProcess() {
    SignIn signIn = signIn(new UserId(Fixtures.id("user")), 0);
    stores().signIns().add(signIn, 9);
    assertThat(secondStores().signIns().of(signIn.userId())).containsExactly(signIn);
    assertThat(secondStores().signIns().signIn(signIn.id())).contains(signIn);
    assertThat(secondStores().signIns().signIn(Fixtures.id("sign-in"))).isEmpty();
  }

  @Test
  default void ofEachUserTheNewestAreKept() {
    var user = new UserId(Fixtures.id("user"));
    SignIn others = signIn(new UserId(Fixtures.id("user")), 0);
    SignIn oldest = signIn(user, 1);
    SignIn middle = signIn(user, 2);
    SignIn newest = signIn(user, 3);
    SignInStore store = stores().signIns();
    store.add(others, 2);
    store.add(middle, 2);
    store.add(oldest, 2);
    assertThat(store.of(user)).containsExactly(middle, oldest);
    store.add(newest, 2);
    assertThat(store.of(user)).containsExactly(newest, middle);
    assertThat(store.signIn(oldest.id())).isEmpty();
    assertThat(store.of(others.userId())).containsExactly(others);
  }

  @Test
  default void whoeverAddsOneAgainChangesNothing() {
    SignIn signIn = signIn(new UserId(Fixtures.id("user")), 0);
    SignInStore store = stores().signIns();
    store.add(signIn, 2);
    store.add(signIn, 2);
    assertThat(store.of(signIn.userId())).containsExactly(signIn);
  }

  @Test
  default void aSignInWhoseTokenIsOverIsForgottenAndNoOther() {
    SignIn over = signIn(new UserId(Fixtures.id("user")), -9000);
    SignIn lasts = signIn(over.userId(), -8999);
    SignInStore store = stores().signIns();
    store.add(over, 9);
    store.add(lasts, 9);
    store.purge(over.expiresAt());
    assertThat(store.of(over.userId())).containsExactly(lasts);
  }

  private static SignIn signIn(UserId user, int seconds) {
    Instant at = Fixtures.NOW.plusSeconds(seconds);
    String id = Fixtures.id("sign-in");
    return new SignIn(id, user, "key of " + id, at, at.plusSeconds(3600), "203.0.113.7", "");
  }
}
