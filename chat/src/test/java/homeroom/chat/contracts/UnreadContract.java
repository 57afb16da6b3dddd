// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.roster.User;
import homeroom.chat.school.UserId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the messages are counted that somebody has not read. */
public interface UnreadContract extends StoresContract {

  @Test
  default void theUnreadAreTheMessagesOfOthersAfterASeq() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob, s.tom);
    Message first = s.send(group, s.ada, "one");
    s.send(group, s.bob, "two");
    Message third = s.send(group, s.tom, "three");
    s.send(group, s.ada, "four");
    assertThat(unread(s, group, s.bob, 0, 999)).isEqualTo(3);
    assertThat(unread(s, group, s.ada, 0, 999)).isEqualTo(2);
    assertThat(unread(s, group, s.cleo, 0, 999)).isEqualTo(4);
    assertThat(unread(s, group, s.bob, 3, 999)).isEqualTo(1);
    assertThat(unread(s, group, s.bob, 4, 999)).isZero();
    s.edit(first, "one, edited");
    assertThat(unread(s, group, s.bob, 1, 999)).isEqualTo(2);
    s.delete(third);
    assertThat(unread(s, group, s.bob, 0, 999)).isEqualTo(2);
  }

  @Test
  default void countingTheUnreadStopsAtTheCap() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    for (int i = 0; i < 7; i++) {
      s.send(group, s.ada, "message " + i);
    }
    assertThat(unread(s, group, s.bob, 0, 5)).isEqualTo(5);
    assertThat(unread(s, group, s.bob, 0, 7)).isEqualTo(7);
    assertThat(unread(s, group, s.bob, 0, 8)).isEqualTo(7);
    assertThat(unread(s, group, s.bob, 0, 0)).isZero();
  }

  @Test
  default void theUnreadOfSeveralReadersAreCountedAtOnceForEach() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob, s.tom);
    s.send(group, s.ada, "one");
    s.send(group, s.bob, "two");
    s.delete(s.send(group, s.tom, "three"));
    s.send(group, s.ada, "four");
    s.send(group, s.ada, "five");
    Map<UserId, Long> after = Map.of(s.ada.id(), 0L, s.bob.id(), 5L, s.tom.id(), 1L);
    assertThat(unread(s, group, after, 999))
        .isEqualTo(Map.of(s.ada.id(), 1, s.bob.id(), 1, s.tom.id(), 3));
    assertThat(unread(s, group, after, 2))
        .isEqualTo(Map.of(s.ada.id(), 1, s.bob.id(), 1, s.tom.id(), 2));
    assertThat(unread(s, group, after, 0))
        .isEqualTo(Map.of(s.ada.id(), 0, s.bob.id(), 0, s.tom.id(), 0));
    assertThat(unread(s, group, Map.of(), 999)).isEmpty();
  }

  private int unread(Fixtures s, Conversation in, User reader, long after, int cap) {
    return unread(s, in, Map.of(reader.id(), after), cap).getOrDefault(reader.id(), -1);
  }

  private Map<UserId, Integer> unread(
      Fixtures s, Conversation in, Map<UserId, Long> after, int cap) {
    return stores().messages().countUnread(s.schoolId(), in.id(), after, cap);
  }
}
