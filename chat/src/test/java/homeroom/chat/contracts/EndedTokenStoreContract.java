// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.session.EndedToken;
import homeroom.chat.session.EndedTokenStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of ended tokens does. */
public interface EndedTokenStoreContract extends StoresContract {

  @Test
  default void anEndedTokenIsKnownToEveryProcess() {
    EndedToken token = endedAt(Fixtures.NOW);
    stores().endedTokens().add(token);
    assertThat(secondStores().endedTokens().endedSince(Instant.EPOCH)).contains(token);
  }

  @Test
  default void whoEndsATokenAgainChangesNothing() {
    EndedToken token = endedAt(Fixtures.NOW);
    EndedTokenStore store = stores().endedTokens();
    store.add(token);
    store.add(new EndedToken(token.key(), Fixtures.NOW.plusSeconds(9), token.expiresAt()));
    assertThat(store.endedSince(Instant.EPOCH))
        .filteredOn(EndedToken::key, token.key())
        .containsExactly(token);
  }

  @Test
  default void thoseEndedSinceAMomentAreFoundAndNoEarlierOnes() {
    EndedToken before = endedAt(Fixtures.NOW.minusMillis(1));
    EndedToken then = endedAt(Fixtures.NOW);
    EndedToken after = endedAt(Fixtures.NOW.plusMillis(1));
    EndedTokenStore store = stores().endedTokens();
    store.add(before);
    store.add(then);
    store.add(after);
    assertThat(store.endedSince(Fixtures.NOW)).contains(then, after).doesNotContain(before);
  }

  @Test
  default void thoseWhoseKeysBeginAlikeAreFoundAndNoOthers() {
    String key = Fixtures.id("user");
    Instant at = Fixtures.NOW;
    var one = new EndedToken(key + ":1", at, at.plusSeconds(86_400));
    var other = new EndedToken(key + ":2~", at, at.plusSeconds(86_400));
    EndedTokenStore store = stores().endedTokens();
    store.add(one);
    store.add(other);
    store.add(new EndedToken(key + ";1", at, at.plusSeconds(86_400)));
    store.add(new EndedToken(key, at, at.plusSeconds(86_400)));
    assertThat(secondStores().endedTokens().beginningWith(key + ':'))
        .containsExactlyInAnyOrder(one, other);
    assertThat(store.beginningWith(Fixtures.id("user"))).isEmpty();
  }

  @Test
  default void whatWouldHaveEndedByItselfIsForgottenAndNothingElse() {
    Instant expiry = Fixtures.NOW.minusSeconds(100);
    var over = new EndedToken(Fixtures.id("token"), Fixtures.NOW.minusSeconds(200), expiry);
    var lasts = new EndedToken(Fixtures.id("token"), over.endedAt(), expiry.plusMillis(1));
    EndedTokenStore store = stores().endedTokens();
    store.add(over);
    store.add(lasts);
    store.purge(expiry);
    assertThat(store.endedSince(Instant.EPOCH)).contains(lasts).doesNotContain(over);
  }

  @Test
  default void manyEndTheSameTokenAtOnce() {
    EndedToken token = endedAt(Fixtures.NOW);
    Crowd.of(
        20,
        i -> {
          (i % 2 == 0 ? stores() : secondStores()).endedTokens().add(token);
          return i;
        });
    assertThat(stores().endedTokens().endedSince(Instant.EPOCH))
        .filteredOn(EndedToken::key, token.key())
        .hasSize(1);
  }

  private static EndedToken endedAt(Instant at) {
    return new EndedToken(Fixtures.id("token"), at, Fixtures.NOW.plusSeconds(86_400));
  }
}
