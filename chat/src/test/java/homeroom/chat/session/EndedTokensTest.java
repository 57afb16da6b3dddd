// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tokens that were ended before their time. */
class EndedTokensTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final SchoolDay day = new SchoolDay();
  private final EndedTokens ended = day.chat.endedTokens();
  private final List<String> heard = new ArrayList<>();

  @Test
  void aTokenThatWasEndedIsKnownAndNoOther() {
    ended.end("one", day.now().plus(HOUR));
    assertThat(ended.contains("one")).isTrue();
    assertThat(ended.contains("other")).isFalse();
  }

  @Test
  void itIsHeardOfOnce() {
    ended.onEnd(heard::add);
    ended.end("one", day.now().plus(HOUR));
    ended.end("one", day.now().plus(HOUR));
    assertThat(heard).containsExactly("one");
  }

  @Test
  void itIsKnownToWhoeverStartsLater() {
    ended.end("one", day.now().plus(HOUR));
    ended.endAllOf(day.ada.id());
    var later = new EndedTokens(day.elsewhere.endedTokens(), Clock.systemUTC(), () -> 0);
    assertThat(later.contains("one")).isTrue();
    assertThat(later.contains(day.ada.id(), day.now())).isTrue();
  }

  @Test
  void whatAnotherProcessEndedIsNoticed() {
    ended.onEnd(heard::add);
    ended.onEndOfAll(user -> heard.add("all of " + user));
    day.elsewhere.endedTokens().add(new EndedToken("one", day.now(), day.now().plus(HOUR)));
    assertThat(ended.contains("one")).isFalse();
    ended.refresh();
    ended.refresh();
    assertThat(ended.contains("one")).isTrue();
    assertThat(heard).containsExactly("one");
  }

  @Test
  void allTokensOfEverybodyEndAtOnce() {
    ended.onEndOfEverybody(() -> heard.add("all of everybody"));
    day.pass(Duration.ofMillis(1300));
    Instant now = day.now();
    assertThat(ended.contains(day.ada.id(), now)).isFalse();
    new EndedTokens(day.elsewhere.endedTokens(), Clock.fixed(now, ZoneOffset.UTC), () -> 0)
        .endAll();
    ended.refresh();
    ended.refresh();
    assertThat(heard).containsExactly("all of everybody");
    assertThat(ended.contains(day.ada.id(), now.minus(HOUR))).isTrue();
    assertThat(ended.contains(day.eve.id(), now)).isTrue();
    day.pass(Duration.ofSeconds(1));
    Instant later = ended.issueTime(day.ada.id(), day.now(), 0);
    assertThat(ended.contains(day.ada.id(), later)).isFalse();
    assertThat(new EndedTokens(day.elsewhere.endedTokens(), Clock.systemUTC(), () -> 0))
        .matches(another -> another.contains(day.bob.id(), now));
  }

  @Test
  void failuresThatAnotherProcessForgivesAreForgivenOnce() {
    ended.onForgivenFailures(user -> heard.add("forgiven " + user));
    new EndedTokens(day.elsewhere.endedTokens(), Clock.fixed(day.now(), ZoneOffset.UTC), () -> 0)
        .forgiveFailures(day.ada.id());
    ended.refresh();
    ended.refresh();
    ended.forgiveFailures(day.bob.id());
    assertThat(heard).containsExactly("forgiven ada", "forgiven bob");
    assertThat(ended.contains(day.ada.id(), day.now())).isFalse();
  }

  @Test
  void whatWouldHaveEndedByItselfIsForgotten() {
    ended.end("one", day.now().plus(HOUR));
    day.pass(HOUR.minusMillis(1));
    ended.purge();
    assertThat(ended.contains("one")).isTrue();
    day.pass(Duration.ofMillis(1));
    ended.purge();
    assertThat(ended.contains("one")).isFalse();
    assertThat(day.elsewhere.endedTokens().endedSince(Instant.EPOCH)).isEmpty();
  }

  @Test
  void allTokensOfAUserEndThatWereIssuedBefore() {
    Instant before = day.now();
    ended.onEndOfAll(user -> heard.add("all of " + user));
    ended.endAllOf(day.ada.id());
    assertThat(ended.contains(day.ada.id(), before)).isTrue();
    assertThat(ended.contains(day.ada.id(), before.plusMillis(1))).isFalse();
    assertThat(ended.contains(day.bob.id(), before)).isFalse();
    assertThat(heard).containsExactly("all of ada");
  }

  @Test
  void whoAsksInTheSameSecondAfterItHasATokenThatIsGood() {
    ended.endAllOf(day.ada.id());
    Instant asked = day.now().plusMillis(1);
    Instant issued = ended.issueTime(day.ada.id(), asked, 0);
    assertThat(ended.contains(day.ada.id(), issued)).isFalse();
  }

  @Test
  void whoAskedBeforeItHasATokenThatIsNot() {
    Instant asked = day.now();
    ended.endAllOf(day.ada.id());
    assertThat(ended.contains(day.ada.id(), ended.issueTime(day.ada.id(), asked, 0))).isTrue();
  }

  @Test
  void whoSignsInAfterTheClockWasSetBackStaysSignedIn() {
    ended.endAllOf(day.ada.id());
    day.setClock(HOUR.negated());
    day.pass(Duration.ofSeconds(1));
    Instant issued = ended.issueTime(day.ada.id(), day.now(), day.nanoTime());
    assertThat(ended.contains(day.ada.id(), issued)).isFalse();
    ended.endAllOf(day.ada.id());
    assertThat(ended.contains(day.ada.id(), issued)).isTrue();
  }

  @Test
  void aTokenFromAProcessWhoseClockIsAheadIsEndedWithAllOthers() {
    EndedTokens ahead = another(HOUR);
    day.pass(Duration.ofSeconds(1));
    Instant asked = day.now().plus(HOUR);
    Instant issued = ahead.issueTime(day.ada.id(), asked, day.nanoTime());
    long generation = ahead.generation(day.ada.id(), day.nanoTime());
    ended.endAllOf(day.ada.id());
    assertThat(ended.contains(day.ada.id(), issued)).isFalse();
    assertThat(ended.contains(day.ada.id(), generation)).isTrue();
    ahead.refresh();
    assertThat(ahead.contains(day.ada.id(), generation)).isFalse();
    day.pass(Duration.ofMinutes(6)); // it reads everything again
    ahead.refresh();
    assertThat(ahead.contains(day.ada.id(), generation)).isTrue();
    day.pass(Duration.ofSeconds(1));
    long next = ahead.generation(day.ada.id(), day.nanoTime());
    assertThat(ended.contains(day.ada.id(), next)).isFalse();
  }

  @Test
  void anEndingIsTheLastOfItsUserHoweverFarOthersAreAhead() {
    EndedTokens ahead = another(HOUR);
    ahead.endAllOf(day.ada.id());
    day.pass(Duration.ofSeconds(1));
    long generation = ahead.generation(day.ada.id(), day.nanoTime());
    assertThat(ahead.contains(day.ada.id(), generation)).isFalse();
    ended.endAllOf(day.ada.id());
    assertThat(ended.contains(day.ada.id(), generation)).isTrue();
  }

  @Test
  void whoAskedBeforeAnEndingWasHeardOfIsOfAnEarlierGeneration() {
    long began = day.nanoTime();
    day.pass(Duration.ofSeconds(1));
    ended.endAllOf(day.ada.id());
    day.pass(Duration.ofSeconds(1));
    assertThat(ended.contains(day.ada.id(), ended.generation(day.ada.id(), began))).isTrue();
    long now = day.nanoTime();
    assertThat(ended.contains(day.ada.id(), ended.generation(day.ada.id(), now))).isFalse();
    assertThat(ended.contains(day.bob.id(), ended.generation(day.bob.id(), began))).isFalse();
  }

  /** Those of another process, whose clock is another. */
  private EndedTokens another(Duration ahead) {
    InstantSource source = () -> day.now().plus(ahead);
    return new EndedTokens(
        day.elsewhere.endedTokens(), source.withZone(ZoneOffset.UTC), day::nanoTime);
  }

  @Test
  void whatAnotherProcessEndedIsNoticedHoweverTheClockWasSet() {
    for (Duration by : List.of(HOUR, HOUR.negated())) {
      String key = "token " + by;
      day.elsewhere.endedTokens().add(new EndedToken(key, day.now(), day.now().plus(HOUR)));
      day.setClock(by);
      ended.refresh();
      assertThat(ended.contains(key)).as(key).isTrue();
    }
  }

  @Test
  void whatWasEndedWhileTheStoreWasAwayIsNoticed() {
    day.elsewhere.endedTokens().add(new EndedToken("one", day.now(), day.now().plus(HOUR)));
    day.pass(Duration.ofMinutes(3));
    ended.refresh();
    assertThat(ended.contains("one")).isTrue();
  }
}
