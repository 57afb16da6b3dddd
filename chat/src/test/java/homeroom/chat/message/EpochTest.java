// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Revs of another history mean nothing. */
class EpochTest {

  private static final Instant RESTORED = SchoolDay.MORNING.minusSeconds(60);

  private SchoolDay day = new SchoolDay();
  private Conversation group = day.group("Maths", day.ada, day.bob);

  @Test
  void theFirstEpochIsAsOldAsAnything() {
    day.send(day.ada, group, "one");
    assertThat(reset(day.by(day.ada), null)).isFalse();
    assertThat(reset(day.by(day.ada), day.chat.sync().epoch().id())).isFalse();
  }

  @Test
  void aServerGoesOnWithTheEpochOfItsStore() {
    assertThat(day.chat.sync().epoch()).isEqualTo(day.elsewhere.epochs().epoch());
  }

  @Test
  void onACopyOfAStoreAServerBeginsANewEpoch() {
    var copied = new Epoch("of the backup", Instant.EPOCH, true);
    var restored = new SchoolDay(stores -> stores.epochs().replace(copied));
    Epoch epoch = restored.chat.sync().epoch();
    assertThat(epoch.id()).isNotEqualTo(copied.id());
    assertThat(epoch.since()).isEqualTo(restored.now());
    assertThat(epoch.copied()).isFalse();
    assertThat(restored.elsewhere.epochs().epoch()).isEqualTo(epoch);
  }

  @Test
  void revsOfAnotherEpochBeginAnew() {
    restore();
    assertThat(reset(signedIn(day.now()), "of before")).isTrue();
    assertThat(reset(signedIn(day.now()), day.chat.sync().epoch().id())).isFalse();
    assertThat(reset(signedIn(Instant.EPOCH), day.chat.sync().epoch().id())).isFalse();
  }

  @Test
  void whoKnowsOfNoEpochBeginsAnewUnlessTheySignedInSince() {
    restore();
    assertThat(reset(signedIn(RESTORED.minusSeconds(1)), null)).isTrue();
    assertThat(reset(signedIn(RESTORED), null)).isFalse();
  }

  @Test
  void onASocketItIsOnceForEachConversation() {
    restore();
    Conversation other = day.group("Chess", day.ada, day.bob);
    day.send(day.ada, other, "one");
    Caller caller = day.connect(day.ada).caller();
    assertThat(resets(caller, Map.of(group.id(), 1L, other.id(), 1L), 1))
        .as("the second has no room")
        .containsExactly(true, true);
    assertThat(resets(caller, Map.of(group.id(), 1L, other.id(), 1L), 200))
        .containsExactly(false, true);
    assertThat(resets(caller, Map.of(group.id(), 1L, other.id(), 1L), 200))
        .containsExactly(false, false);
    Device another = day.connect(day.ada);
    assertThat(resets(another.caller(), Map.of(group.id(), 1L, other.id(), 1L), 200))
        .containsExactly(true, true);
  }

  @Test
  void overRestItIsEachTime() {
    restore();
    Caller caller = signedIn(RESTORED.minusSeconds(1));
    assertThat(reset(caller, null)).isTrue();
    assertThat(reset(caller, null)).isTrue();
  }

  @Test
  void aRevThatMeansNothingConfirmsNothing() {
    restore();
    Message message = day.send(day.ada, group, "two");
    Caller bob = day.by(day.bob);
    since(bob, Map.of(group.id(), 2L), null, 200);
    since(bob, Map.of(group.id(), 2L), "of before", 200);
    day.pass(java.time.Duration.ofMillis(250));
    assertThat(day.view(day.ada, message).receipts().delivered()).isZero();
  }

  /** The store is one that was restored, with one message. */
  private void restore() {
    day = new SchoolDay(stores -> stores.epochs().replace(new Epoch("new", RESTORED, false)));
    group = day.group("Maths", day.ada, day.bob);
    day.send(day.ada, group, "one");
  }

  private Caller signedIn(Instant at) {
    return day.by(day.ada).signedIn(at);
  }

  private boolean reset(Caller caller, @Nullable String epoch) {
    return since(caller, Map.of(group.id(), 1L), epoch, 200).conversations().getLast().reset();
  }

  /** Of the caller's groups, when no epoch is named. */
  private List<Boolean> resets(Caller caller, Map<ConversationId, Long> known, int limit) {
    return since(caller, known, null, limit).conversations().stream()
        .filter(entry -> known.containsKey(entry.id()))
        .map(Sync.Entry::reset)
        .toList();
  }

  private Sync.Changes since(
      Caller caller, Map<ConversationId, Long> known, @Nullable String epoch, int limit) {
    return day.chat
        .sync()
        .since(caller, new SyncRequest(known, epoch, null, limit), TextSizes.SIZES);
  }
}
