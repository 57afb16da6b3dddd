// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A call that got no answer in its time: who else is refused for that? */
class SlowCallTest {

  private static final Duration CALL_TIME = Duration.ofSeconds(8);

  private final AtomicLong now = new AtomicLong();
  private final Outage outage = new Outage(now::get);

  @Test
  void whileOthersAreAnsweredASlowCallIsNobodysOutage() {
    long slow = outage.begin();
    pass(CALL_TIME.dividedBy(2));
    outage.ended(outage.begin(), true);
    pass(CALL_TIME.dividedBy(2));
    outage.ended(slow, false);
    assertThat(outage.lets()).isTrue();
    assertThat(outage.lets()).isTrue();
  }

  @Test
  void aConnectionThatBreaksRightAfterAnAnswerIsNobodysOutage() {
    outage.ended(outage.begin(), true);
    pass(Duration.ofMillis(20));
    outage.ended(outage.begin(), false);
    assertThat(outage.lets()).isTrue();
    assertThat(outage.lets()).isTrue();
  }

  @Test
  void ifNobodyIsAnsweredOneCallAtATimeTriesUntilOneIs() {
    outage.ended(outage.begin(), true);
    long last = outage.begin();
    pass(CALL_TIME);
    outage.ended(last, false);
    assertThat(outage.lets()).isTrue();
    long trying = outage.begin();
    assertThat(outage.lets()).isFalse();
    outage.ended(trying, true);
    assertThat(outage.lets()).isTrue();
    assertThat(outage.lets()).isTrue();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
