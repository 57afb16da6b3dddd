// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.ClusterStores;
import homeroom.chat.bus.Hint;
import homeroom.chat.bus.News;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.NodeLife;
import homeroom.chat.bus.Notice;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.RecentChanges;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store does that several nodes can share. */
public interface ClusterStoresContract extends StoresContract {

  /** Of {@link #stores}. */
  ClusterStores clusterStores();

  /** Of {@link #secondStores}. */
  ClusterStores secondClusterStores();

  @Test
  default void theStoreHasTheSameNameForAllWhoHaveItOpen() {
    String name = clusterStores().name();
    assertThat(name).matches(IdFormat.PATTERN).isEqualTo(secondClusterStores().name());
  }

  @Test
  default void conversationsThatChangedLatelyAreFoundWithTheirFirstChange() {
    Fixtures s = school();
    Conversation still = s.group("Still", s.ada, s.bob);
    Conversation busy = s.group("Busy", s.ada, s.bob);
    Conversation edited = s.group("Edited", s.ada, s.bob);
    s.send(still, s.ada, "long ago");
    s.send(busy, s.ada, "one");
    Message old = s.send(edited, s.ada, "long ago");
    s.send(edited, s.ada, "long ago, too");
    Message second = s.send(busy, s.ada, "two");
    s.send(busy, s.bob, "three");
    s.edit(second, "two, edited");
    Message first = s.edit(old, "now");
    s.edit(first, "now again");
    RecentChanges recent = secondClusterStores().recentChanges();
    assertThat(recent.changedSince(s.schoolId(), second.createdAt()))
        .isEqualTo(Map.of(busy.id(), 2L, edited.id(), 3L));
    assertThat(recent.headsSince(s.schoolId(), second.createdAt()))
        .isEqualTo(
            Map.of(
                busy.id(),
                stores().messages().head(s.schoolId(), busy.id()),
                edited.id(),
                stores().messages().head(s.schoolId(), edited.id())));
    assertThat(recent.changedSince(s.schoolId(), busy.id(), second.createdAt())).hasValue(2);
    assertThat(recent.changedSince(s.schoolId(), busy.id(), second.createdAt().plusMillis(1)))
        .hasValue(3);
    assertThat(recent.changedSince(s.schoolId(), still.id(), second.createdAt())).isEmpty();
    assertThat(recent.changedSince(s.schoolId(), first.updatedAt().plus(Duration.ofDays(1))))
        .isEmpty();
  }

  @Test
  default void theNewestRevIsFoundAlsoIfAnEarlierOneIsDatedLater() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    NewMessage slow = s.newMessage(group, s.ada, "by a clock that is behind");
    Message quick = s.send(group, s.bob, "before it");
    assertThat(stores().messages().append(slow)).isInstanceOf(Appended.Stored.class);
    RecentChanges recent = clusterStores().recentChanges();
    assertThat(recent.headsSince(s.schoolId(), quick.createdAt()))
        .isEqualTo(Map.of(group.id(), 2L));
  }

  @Test
  default void whatChangedLatelyInAnotherSchoolIsNotFound() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    s.send(group, s.ada, "one");
    SchoolId other = school().schoolId();
    RecentChanges recent = clusterStores().recentChanges();
    assertThat(recent.changedSince(other, Instant.EPOCH)).isEmpty();
    assertThat(recent.headsSince(other, Instant.EPOCH)).isEmpty();
    assertThat(recent.changedSince(other, group.id(), Instant.EPOCH))
        .isEqualTo(OptionalLong.empty());
  }

  @Test
  default void aNodeThatBeatsLivesForAllUntilItLeaves() {
    var node = new NodeId(Fixtures.id("node"), "1");
    var again = new NodeId(node.name(), "2");
    clusterStores().nodes().beat(node, Set.of());
    clusterStores().nodes().beat(node, Set.of("redis://r1"));
    clusterStores().nodes().beat(again, Set.of());
    assertThat(lives(node)).hasSize(1).allMatch(NodeLife::isAlive);
    assertThat(lives(node).getFirst().away()).containsExactly("redis://r1");
    assertThat(lives(again)).hasSize(1);
    assertThat(lives(again).getFirst().away()).isEmpty();
    clusterStores().nodes().leave(node);
    assertThat(lives(node)).isEmpty();
    assertThat(lives(again)).hasSize(1);
  }

  private List<NodeLife> lives(NodeId node) {
    return secondClusterStores().nodes().nodes().stream()
        .filter(life -> life.node().equals(node))
        .toList();
  }

  @Test
  default void hintsAreFoundByAllFromTheMomentTheyWereAdded() {
    var school = new SchoolId(Fixtures.id("school"));
    var one = new ConversationId(Fixtures.id("conversation"));
    var other = new ConversationId(Fixtures.id("conversation"));
    clusterStores().hints().add(school, List.of(one, other));
    clusterStores().hints().add(school, List.of(one));
    List<Hint> hints = hints(school, Instant.EPOCH);
    assertThat(hints)
        .extracting(hint -> ((Hint.OfMessages) hint).conversation())
        .containsExactlyInAnyOrder(one, one, other);
    assertThat(hints).extracting(Hint::id).doesNotHaveDuplicates();
    Instant last = hints.stream().map(Hint::at).max(Instant::compareTo).orElseThrow();
    assertThat(hints(school, last)).isNotEmpty();
    assertThat(hints(school, last.plusMillis(1))).isEmpty();
  }

  @Test
  default void whatIsAnnouncedIsFoundByAllOnceHoweverOftenItIsAdded() {
    var school = new SchoolId(Fixtures.id("school"));
    var news =
        new News.OfConversation(
            new ConversationId(Fixtures.id("conversation")),
            Set.of(new UserId("ada"), new UserId("bob")),
            Set.of());
    var announced = new Notice.Announced(Fixtures.id("node.1:"), news);
    clusterStores().hints().add(school, announced);
    clusterStores().hints().add(school, announced);
    clusterStores()
        .hints()
        .add(school, new Notice.Announced(Fixtures.id("node.1:"), new News.OfSchool()));
    assertThat(hints(school, Instant.EPOCH))
        .extracting(hint -> ((Hint.OfNews) hint).news())
        .containsExactlyInAnyOrder(news, new News.OfSchool());
  }

  @Test
  default void conversationsInWhichAnythingChangedLatelyAreFound() {
    Fixtures s = school();
    Conversation still = s.group("Still", s.ada, s.bob);
    Conversation busy = s.group("Busy", s.ada, s.bob);
    assertThat(changedSince(s.schoolId(), Instant.EPOCH, 100))
        .extracting(Conversation::id)
        .contains(still.id(), busy.id());
    Conversation renamed =
        stores()
            .conversations()
            .rename(s.schoolId(), still.id(), "Loud", busy.updatedAt().plusMillis(5))
            .orElseThrow();
    assertThat(changedSince(s.schoolId(), renamed.updatedAt(), 100)).containsExactly(renamed);
    assertThat(changedSince(school().schoolId(), Instant.EPOCH, 100)).isEmpty();
  }

  @Test
  default void conversationsThatChangedLatelyComeInPages() {
    Fixtures s = school();
    for (int i = 0; i < 7; i++) {
      s.group("Group " + i, s.ada, s.bob);
    }
    List<Conversation> all = changedSince(s.schoolId(), Instant.EPOCH, 100);
    assertThat(all).extracting(Conversation::updatedAt).isSorted();
    for (int limit = 1; limit <= all.size(); limit++) {
      assertThat(changedSince(s.schoolId(), Instant.EPOCH, limit)).isEqualTo(all);
    }
    Conversation third = all.get(2);
    assertThat(changedSince(s.schoolId(), third.updatedAt(), 1))
        .isEqualTo(
            all.stream().filter(one -> !one.updatedAt().isBefore(third.updatedAt())).toList());
  }

  /** Page after page. */
  private List<Conversation> changedSince(SchoolId school, Instant since, int limit) {
    RecentChanges recent = secondClusterStores().recentChanges();
    var all = new ArrayList<Conversation>();
    List<Conversation> page = recent.conversationsSince(school, since, null, limit);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page);
      page = recent.conversationsSince(school, since, page.getLast(), limit);
    }
    return all;
  }

  private List<Hint> hints(SchoolId school, Instant since) {
    return secondClusterStores().hints().since(since).stream()
        .filter(hint -> hint.school().equals(school))
        .toList();
  }
}
