// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.ChatLimits;
import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.school.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long an answer of a sync may be, and how a client goes on. */
class SyncAnswerTest {

  /** Long enough that 32 of them, and not 33, have room beside an entry. */
  private static final int LONG = Sync.MAX_BYTES / 33;

  private static final int ENOUGH = Sync.MAX_LIMIT;

  private final SchoolDay day =
      new SchoolDay(
          new ChatLimits(
              new MessageLimits(10_000, 64, Duration.ofMinutes(15), 0, 1), PresenceLimits.DEFAULT));

  private final Conversation ofClass = day.ofClass(day.class7b);
  private final Conversation group = day.group("Maths", day.ada, day.bob);

  @Test
  void longMessagesFillAnAnswerBeforeItsLimitOfMessagesDoes() {
    sendLong(group, 40);
    Sync.Changes changes = since(Map.of(ofClass.id(), 0L, group.id(), 0L), null);
    assertThat(bytes(changes)).isLessThanOrEqualTo(Sync.MAX_BYTES);
    Sync.Entry entry = changes.conversations().getLast();
    assertThat(entry.messages()).hasSize(32);
    assertThat(entry.complete()).isFalse();
    assertThat(entry.rev()).isEqualTo(32);
    assertThat(changes.next()).isNull();
  }

  @Test
  void anAnswerThatIsFullNamesWhereTheNextBegins() {
    sendLong(ofClass, 40);
    sendLong(group, 1);
    Sync.Changes first = since(Map.of(ofClass.id(), 0L, group.id(), 0L), null);
    assertThat(ids(first)).containsExactly(ofClass.id());
    assertThat(first.next()).isEqualTo(ofClass.id());
    Sync.Changes second = since(Map.of(ofClass.id(), 32L, group.id(), 0L), first.next());
    assertThat(ids(second)).containsExactly(group.id());
    assertThat(second.next()).isNull();
  }

  @Test
  void anEntryWhoseFirstMessageHasNoRoomBeginsTheNextAnswer() {
    sendLong(ofClass, 32);
    sendLong(group, 1);
    Sync.Changes first = since(Map.of(ofClass.id(), 0L, group.id(), 0L), null);
    assertThat(ids(first)).containsExactly(ofClass.id());
    assertThat(first.conversations().getFirst().complete()).isTrue();
    assertThat(first.next()).isEqualTo(ofClass.id());
  }

  @Test
  void aConversationThatIsNotKnownComesWithAsManyNewMessagesAsHaveRoom() {
    sendLong(group, 50);
    Sync.Changes first = since(Map.of(ofClass.id(), 0L), null);
    assertThat(ids(first)).containsExactly(ofClass.id());
    Sync.Entry entry = since(Map.of(), first.next()).conversations().getFirst();
    assertThat(entry.reset()).isTrue();
    assertThat(entry.complete()).isTrue();
    assertThat(entry.rev()).isEqualTo(50);
    assertThat(entry.messages())
        .hasSize(32)
        .extracting(view -> view.message().seq())
        .endsWith(49L, 50L);
  }

  @Test
  void oneMessageHasRoomHoweverLongItIs() {
    day.send(day.ada, group, "x".repeat(9000));
    WireSizes wide =
        new WireSizes() {
          @Override
          public int of(MessageView message) {
            return 100 * message.message().text().length();
          }

          @Override
          public int of(Sync.Entry entry) {
            return Sync.MAX_BYTES;
          }
        };
    var request = new SyncRequest(Map.of(group.id(), 0L), null, ofClass.id(), 10);
    Sync.Changes changes = day.chat.sync().since(day.by(day.ada), request, wide);
    assertThat(changes.conversations().getFirst().messages()).hasSize(1);
    assertThat(changes.conversations().getFirst().complete()).isTrue();
  }

  @Test
  void whatIsRemovedStandsInTheFirstAnswerAlone() {
    var gone = new ConversationId("gone");
    assertThat(since(Map.of(gone, 1L), null).removed()).containsExactly(gone);
    assertThat(since(Map.of(gone, 1L), ofClass.id()).removed()).isEmpty();
  }

  @Test
  void whoeverGoesOnWithNextUntilAllIsCompleteHasEverything() {
    List<Conversation> groups = new ArrayList<>(List.of(ofClass, group));
    for (int i = 0; i < 20; i++) {
      groups.add(day.group("Group " + i, day.ada, day.bob));
    }
    groups.forEach(one -> sendLong(one, 6));
    Map<ConversationId, Long> revs = new HashMap<>();
    groups.forEach(one -> revs.put(one.id(), 1L));
    var got = new TreeMap<ConversationId, Integer>();
    int answers = 0;
    boolean complete = false;
    while (!complete) {
      complete = true;
      ConversationId after = null;
      do {
        Sync.Changes changes = since(revs, after);
        assertThat(bytes(changes)).isLessThanOrEqualTo(Sync.MAX_BYTES);
        for (Sync.Entry entry : changes.conversations()) {
          revs.put(entry.id(), entry.rev());
          got.merge(entry.id(), entry.messages().size(), Integer::sum);
          complete &= entry.complete();
        }
        after = changes.next();
        answers++;
      } while (after != null);
    }
    assertThat(got.values()).hasSize(22).allMatch(messages -> messages == 5);
    assertThat(answers).isLessThan(10);
  }

  @Test
  void anAnswerHasAThousandEntriesAtMost() {
    for (int i = 0; i < Sync.MAX_ENTRIES; i++) {
      day.elsewhere
          .conversations()
          .create(
              new NewConversation.Group(
                  new ConversationId("many-" + i),
                  day.hill,
                  day.bob.id(),
                  "Group " + i,
                  SchoolDay.ids(day.ada, day.bob),
                  day.now()));
    }
    Sync.Changes first = since(Map.of(), null);
    assertThat(first.conversations()).hasSize(Sync.MAX_ENTRIES);
    Sync.Changes second = since(Map.of(), first.next());
    assertThat(second.conversations()).hasSize(2);
    assertThat(second.next()).isNull();
  }

  private Sync.Changes since(Map<ConversationId, Long> known, @Nullable ConversationId after) {
    return day.chat
        .sync()
        .since(day.by(day.ada), new SyncRequest(known, null, after, ENOUGH), TextSizes.SIZES);
  }

  private static List<ConversationId> ids(Sync.Changes changes) {
    return changes.conversations().stream().map(Sync.Entry::id).toList();
  }

  private static int bytes(Sync.Changes changes) {
    return changes.conversations().stream()
        .mapToInt(entry ->
            TextSizes.ENTRY
                + entry.messages().stream().mapToInt(one -> one.message().text().length()).sum())
        .sum();
  }

  private void sendLong(Conversation in, int messages) {
    for (int i = 0; i < messages; i++) {
      day.send(in.equals(ofClass) ? day.tom : day.bob, in, "x".repeat(LONG));
    }
  }
}
