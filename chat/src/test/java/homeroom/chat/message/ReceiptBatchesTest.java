// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.TestTime;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When claims are handed on, and what becomes of those who wait for them. */
class ReceiptBatchesTest {

  private static final Duration GATHER = Duration.ofMillis(200);

  private final TestTime time = new TestTime();

  /** What happened, in order. */
  private final List<String> happened = new ArrayList<>();

  private final ReceiptBatches batches = batches(this::store);

  @Test
  void whatNobodyWaitsForIsHandedOnInTimeAndMayBePutOff() {
    batches.add(delivered("ada", 1));
    time.pass(GATHER.minusMillis(1));
    assertThat(happened).isEmpty();
    time.pass(Duration.ofMillis(1));
    assertThat(happened).containsExactly("ada 1, may wait");
  }

  @Test
  void ofFewConversationsGoesTogetherWhatWaitedForAQuarterOfTheTime() {
    batches.add(delivered("maths", "ada", 1));
    time.pass(GATHER.dividedBy(2));
    batches.add(delivered("art", "bob", 1));
    time.pass(GATHER.dividedBy(2).minusMillis(1));
    batches.add(delivered("music", "cyd", 1));
    time.pass(Duration.ofMillis(1));
    assertThat(happened).containsExactly("ada 1, bob 1, may wait");
    time.pass(GATHER);
    assertThat(happened).containsExactly("ada 1, bob 1, may wait", "cyd 1, may wait");
  }

  @Test
  void ofManyConversationsGoesTogetherWhatIsDueSoon() {
    int many = 20;
    for (int i = 0; i < many; i++) {
      batches.add(delivered("early-" + i, "ada", 1));
    }
    time.pass(GATHER.dividedBy(2));
    batches.add(delivered("late", "bob", 1));
    time.pass(GATHER.dividedBy(2));
    assertThat(happened).hasSize(1);
    assertThat(happened.getFirst()).doesNotContain("bob");
  }

  @Test
  void whatSomebodyWaitsForIsHandedOnAtOnceAndTheStoreHurries() {
    batches.add(delivered("bob", 1));
    batches.addAndWait(delivered("ada", 1), null);
    assertThat(happened).containsExactly("bob 1, ada 1, awaited", "hurry");
  }

  @Test
  void whatIsLeftAtTheEndIsNotPutOff() {
    batches.add(delivered("ada", 1));
    batches.close();
    assertThat(happened).containsExactly("hurry", "ada 1, awaited");
    assertThatThrownBy(() -> batches.addAndWait(delivered("ada", 2), null))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void whoeverWaitsIsToldThatTheStoringBrokeOff() {
    ReceiptBatches broken =
        batches((claims, awaited) -> {
          throw new StackOverflowError("of a test");
        });
    assertThatThrownBy(() -> broken.addAndWait(delivered("ada", 1), null))
        .isInstanceOf(StoreUnavailable.class)
        .hasRootCauseInstanceOf(StackOverflowError.class);
    broken.add(delivered("ada", 2));
    broken.close();
  }

  private ReceiptBatches batches(ReceiptBatches.Store store) {
    return new ReceiptBatches(GATHER, time, Runnable::run, store, () -> happened.add("hurry"));
  }

  private void store(List<ReceiptBatches.Claim> claims, boolean awaited) {
    var words = new ArrayList<String>();
    for (ReceiptBatches.Claim claim : claims) {
      words.add(claim.advance().userId().value() + " " + claim.advance().seq());
    }
    happened.add(String.join(", ", words) + (awaited ? ", awaited" : ", may wait"));
  }

  private WatermarkAdvance delivered(String user, long seq) {
    return delivered("maths", user, seq);
  }

  private WatermarkAdvance delivered(String conversation, String user, long seq) {
    return new WatermarkAdvance(
        new SchoolId("hill"),
        new ConversationId(conversation),
        new UserId(user),
        ReceiptKind.DELIVERED,
        0,
        seq,
        time.clock().instant());
  }
}
