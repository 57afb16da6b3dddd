// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.ChatLimits;
import homeroom.chat.SchoolDay;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.presence.PresenceLimits;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.rate.CallLimits;
import homeroom.chat.rate.Rate;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many groups somebody may make, and how many people put into them. */
class GroupRateTest {

  private static final Rate SLOW = new Rate(3, 0.01);

  private final SchoolDay day =
      new SchoolDay(
          new ChatLimits(
              MessageLimits.DEFAULT,
              PresenceLimits.DEFAULT,
              new GroupLimits(SLOW, new Rate(5, 1), new Rate(4, 0.1), new Rate(100, 1)),
              CallLimits.DEFAULT));

  private Outcome<Conversation> create(User who, User... others) {
    return day.chat.groups().create(who.asCaller(null), "Chess", ids(others));
  }

  private long conversationsOf(User user) {
    return day.chat
        .inbox()
        .find(user.asCaller(null), Query.where(Filter.equal("type", "group")))
        .total();
  }

  @Test
  void afterManyAtOnceTheNextHasToWaitAndIsNotMade() {
    for (int i = 0; i < 3; i++) {
      done(create(day.ada, day.bob));
    }
    Refusal refusal = refused(create(day.ada, day.bob));
    assertThat(refusal.code()).isEqualTo(RefusalCode.GROUP_RATE);
    assertThat(refusal.retryAfterMillis()).isEqualTo(100_000);
    assertThat(conversationsOf(day.bob)).isEqualTo(3);

    day.pass(Duration.ofSeconds(100));
    done(create(day.ada, day.bob));
  }

  @Test
  void staffMayMakeMore() {
    for (int i = 0; i < 5; i++) {
      done(create(day.tom, day.bob));
    }
    refused(create(day.tom, day.bob));
  }

  @Test
  void everybodyPutIntoAGroupCounts() {
    done(create(day.ada, day.bob, day.tom));
    done(create(day.ada, day.bob));
    assertThat(refused(create(day.ada, day.bob, day.tom)).code()).isEqualTo(RefusalCode.GROUP_RATE);
    done(create(day.ada, day.bob));
  }

  @Test
  void soDoesWhoIsAddedLater() {
    Conversation group = done(create(day.ada, day.bob));
    for (int i = 0; i < 3; i++) {
      done(change(group, ids(day.tom), Set.of()));
      done(change(group, Set.of(), ids(day.tom)));
    }
    assertThat(refused(change(group, ids(day.tom), Set.of())).code())
        .isEqualTo(RefusalCode.GROUP_RATE);
  }

  @Test
  void whatARuleRefusesCostsNothing() {
    for (int i = 0; i < 10; i++) {
      refused(create(day.ada, day.eve));
    }
    done(create(day.ada, day.bob));
  }

  @ParameterizedTest
  @EnumSource(FailingStores.When.class)
  void soDoesWhatTheStoreFailsAt(FailingStores.When when) {
    for (int i = 0; i < 4; i++) {
      day.stores.failNext("create", when);
      assertThatThrownBy(() -> create(day.ada, day.bob, day.tom))
          .isInstanceOf(StoreUnavailable.class);
    }
    Conversation group = done(create(day.ada, day.bob));
    for (int i = 0; i < 4; i++) {
      day.stores.failNext("changeParticipants", FailingStores.When.BEFORE);
      assertThatThrownBy(() -> change(group, ids(day.tom), Set.of()))
          .isInstanceOf(StoreUnavailable.class);
    }
    done(create(day.ada, day.bob, day.tom));
    done(create(day.ada, day.bob));
    assertThat(refused(create(day.ada, day.bob)).code()).isEqualTo(RefusalCode.GROUP_RATE);
  }

  private Outcome<Conversation> change(Conversation group, Set<UserId> add, Set<UserId> remove) {
    return day.chat
        .groups()
        .change(day.ada.asCaller(null), group.id(), new Groups.Change(null, add, remove));
  }
}
