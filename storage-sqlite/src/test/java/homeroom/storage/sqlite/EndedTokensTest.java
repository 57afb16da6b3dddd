// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tokens of a user end at once, to the second that tokens tell, and stay ended. */
class EndedTokensTest {

  private static final UserId ADA = new UserId("ada");
  private static final UserId BEN = new UserId("ben");
  private static final Instant SECOND = Instant.parse("2026-09-01T08:00:05Z");

  @TempDir Path directory;
  private SqliteStores stores;
  private Instant now = SECOND.plusMillis(300);
  private EndedTokens ended;

  @BeforeEach
  void open() {
    stores = SqliteStores.open(directory.resolve("homeroom.db"), SqliteLimits.DEFAULT);
    ended = tokens();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  private EndedTokens tokens() {
    InstantSource source = () -> now;
    return new EndedTokens(stores.endedTokens(), source.withZone(ZoneOffset.UTC), () -> 0);
  }

  @Test
  void whatWasGivenBeforeIsEndedAndNothingOfOthers() {
    var told = new ArrayList<UserId>();
    ended.onEndOfAll(told::add);
    ended.endAllOf(ADA);
    assertThat(ended.contains(ADA, SECOND)).isTrue();
    assertThat(ended.contains(ADA, SECOND.minusSeconds(1))).isTrue();
    assertThat(ended.contains(ADA, SECOND.plusSeconds(1))).isFalse();
    assertThat(ended.contains(BEN, SECOND)).isFalse();
    assertThat(told).containsExactly(ADA);
  }

  @Test
  void whoAsksAfterwardsInTheSameSecondGetsAGoodToken() {
    ended.endAllOf(ADA);
    Instant issued = ended.issueTime(ADA, SECOND.plusMillis(301), 0);
    assertThat(ended.contains(ADA, issued)).isFalse();
  }

  @Test
  void whoAskedBeforeGetsNoGoodTokenHoweverLongItTook() {
    ended.endAllOf(ADA);
    Instant issued = ended.issueTime(ADA, SECOND.plusMillis(299), 0);
    assertThat(ended.contains(ADA, issued)).isTrue();
  }

  @Test
  void aTokenOfTheSameSecondIsEndedByTheNextEnding() {
    ended.endAllOf(ADA);
    Instant issued = ended.issueTime(ADA, SECOND.plusMillis(500), 0);
    now = SECOND.plusMillis(800);
    ended.endAllOf(ADA);
    assertThat(ended.contains(ADA, issued)).isTrue();
  }

  @Test
  void anotherProcessAndALaterOneKnowIt() {
    EndedTokens other = tokens();
    ended.endAllOf(ADA);
    assertThat(other.contains(ADA, SECOND)).isFalse();
    other.refresh();
    assertThat(other.contains(ADA, SECOND)).isTrue();
    now = now.plusSeconds(3_600);
    assertThat(tokens().contains(ADA, SECOND)).isTrue();
  }
}
