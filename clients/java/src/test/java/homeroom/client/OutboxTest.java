// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits is sent once, in order, and survives its program. */
class OutboxTest {

  private record Call(
      JSONObject payload, Consumer<Message> stored, Consumer<HomeroomException> failed) {

    String text() {
      return payload.optString("text");
    }
  }

  private final Deque<Call> calls = new ArrayDeque<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final List<Long> pauses = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final KeptMessages kept = new KeptMessages();
  private Outbox outbox = outbox();

  private Outbox outbox() {
    return new Outbox(
        (payload, stored, failed) -> calls.add(new Call(payload, stored, failed)),
        (millis, task) -> {
          pauses.add(millis);
          later.add(task);
        },
        kept,
        new Outbox.Listener() {
          @Override
          public void stored(Unsent unsent, Message message) {
            told.add("stored " + unsent.text());
          }

          @Override
          public void refused(Unsent unsent, HomeroomException why) {
            told.add("refused " + unsent.text() + " " + unsent.refusal());
          }
        });
  }

  /** Keeps them in the order in which they came. */
  private static final class KeptMessages implements OutboxStore {
    private final Map<String, Unsent> all = new LinkedHashMap<>();

    @Override
    public List<Unsent> load() {
      return List.copyOf(all.values());
    }

    @Override
    public void put(Unsent unsent) {
      all.put(unsent.clientId(), unsent);
    }

    @Override
    public void delete(String clientId) {
      all.remove(clientId);
    }
  }

  private static Unsent message(String place, String text) {
    return new Unsent("key of " + text, place, null, text, null, Instant.EPOCH, null);
  }

  private static HomeroomException refusal(int status, String code) {
    return HomeroomException.of(
        new Json(
            Json.make(
                "code",
                status,
                "message",
                "no",
                "data",
                Json.make("code", code, "retryAfterMs", 20_000))));
  }

  @BeforeEach
  void open() {
    outbox.open(true);
  }

  private Call next() {
    return calls.removeFirst();
  }

  @Test
  void ofOnePlaceTheNextLeavesWhenTheOneBeforeIsStored() {
    outbox.add(message("a", "one"));
    outbox.add(message("a", "two"));
    outbox.add(message("b", "other"));
    assertThat(calls).extracting(Call::text).containsExactly("one", "other");
    next().stored().accept(ConversationCopyTest.message(1, 1, "one"));
    assertThat(calls).extracting(Call::text).containsExactly("other", "two");
    assertThat(told).containsExactly("stored one");
    assertThat(outbox.all()).extracting(Unsent::text).containsExactly("two", "other");
  }

  @Test
  void whatGotNoAnswerIsSentAgainWithItsKeyAfterTheNextConnect() {
    outbox.add(message("a", "one"));
    String key = calls.getFirst().payload().optString("clientId");
    outbox.open(false);
    next().failed().accept(HomeroomException.offline());
    assertThat(calls).isEmpty();
    outbox.open(true);
    assertThat(next().payload().optString("clientId")).isEqualTo(key);
    assertThat(later).isEmpty();
  }

  @Test
  void aServerThatIsBusyIsAskedAgainWhenItSays() {
    outbox.add(message("a", "one"));
    next().failed().accept(refusal(429, "too-many-messages"));
    outbox.add(message("a", "two"));
    assertThat(calls).isEmpty();
    assertThat(pauses).containsExactly(20_000L);
    later.removeFirst().run();
    assertThat(calls).extracting(Call::text).containsExactly("one");
  }

  @Test
  void aNewConnectionCutsTheWaitShort() {
    outbox.add(message("a", "one"));
    next().failed().accept(refusal(429, "too-many-messages"));
    outbox.open(false);
    outbox.open(true);
    assertThat(next().text()).isEqualTo("one");
    later.removeFirst().run();
    assertThat(calls).isEmpty();
  }

  @Test
  void aServerWithAFaultIsAskedFiveTimesAfterGrowingPauses() {
    outbox.add(message("a", "one"));
    for (int i = 0; i < 4; i++) {
      next().failed().accept(HomeroomException.of(new Json(Json.make("code", 500))));
      later.removeFirst().run();
    }
    assertThat(pauses).containsExactly(500L, 1_000L, 2_000L, 4_000L);
    next().failed().accept(refusal(500, "fault"));
    assertThat(told).containsExactly("refused one fault");
    assertThat(calls).isEmpty();
    outbox.retry("key of one");
    assertThat(next().text()).isEqualTo("one");
  }

  @Test
  void noMoreWaitsThanThereIsRoomForAndNothingIsDropped() {
    outbox.open(false);
    for (int i = 0; i < Outbox.MAX_UNSENT; i++) {
      assertThat(outbox.reserve()).isTrue();
      outbox.add(message("a", "message " + i));
    }
    assertThat(outbox.reserve()).isFalse();
    assertThat(outbox.all()).hasSize(Outbox.MAX_UNSENT);
    outbox.discard("key of message 7");
    assertThat(outbox.reserve()).isTrue();
    assertThat(outbox.reserve()).isFalse();
  }

  @Test
  void whatIsRefusedWaitsForAPersonAndHoldsUpNothing() {
    outbox.add(message("a", "one"));
    outbox.add(message("a", "two"));
    next().failed().accept(refusal(403, "read-only"));
    assertThat(told).containsExactly("refused one read-only");
    next().stored().accept(ConversationCopyTest.message(1, 1, "two"));
    assertThat(calls).isEmpty();
    outbox.retry("key of one");
    assertThat(next().text()).isEqualTo("one");
    outbox.discard("key of one");
    assertThat(outbox.all()).isEmpty();
  }

  @Test
  void whatIsForgottenIsNotSentAgainAndNotKept() {
    outbox.add(message("a", "one"));
    outbox.add(message("a", "two"));
    outbox.clear();
    next().failed().accept(refusal(429, "too-many-messages"));
    later.removeFirst().run();
    assertThat(calls).isEmpty();
    assertThat(outbox.all()).isEmpty();
    assertThat(kept.load()).isEmpty();
  }

  @Test
  void aProgramThatBeginsAgainGoesOn() {
    outbox.open(false);
    outbox.add(message("a", "one"));
    outbox.add(message("a", "two"));
    outbox = outbox();
    outbox.load();
    assertThat(outbox.all()).extracting(Unsent::text).containsExactly("one", "two");
    outbox.open(true);
    assertThat(next().text()).isEqualTo("one");
  }
}
