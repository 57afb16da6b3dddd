// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.ChatLimits;
import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is told that somebody came or went, and when. */
class PresenceTest {

  private static final Duration GRACE = PresenceLimits.DEFAULT.offlineGrace();

  private final SchoolDay day = new SchoolDay();

  @Test
  void ofAStudentTheTeachersAndStudentsOfTheirClassesAreTold() {
    connectAllBut(day.ada);
    day.connect(day.ada);
    assertThat(day.toldOf(PresenceEvent.Online.class)).containsExactly("bob", "tom");
  }

  @Test
  void ofAStudentWithoutAClassNobodyIsTold() {
    connectAllBut(day.dan);
    day.connect(day.dan);
    assertThat(day.toldOf(PresenceEvent.Online.class)).isEmpty();
  }

  @Test
  void ofATeacherAllTeachersAndTheStudentsOfTheirClassesAreTold() {
    connectAllBut(day.tom);
    day.connect(day.tom);
    assertThat(day.toldOf(PresenceEvent.Online.class)).containsExactly("ada", "bob", "tina");
  }

  @Test
  void ofAnAdminEverybodyOfTheSchoolIsTold() {
    connectAllBut(day.root);
    day.connect(day.root);
    assertThat(day.toldOf(PresenceEvent.Online.class))
        .containsExactly("ada", "bob", "cleo", "dan", "rita", "tina", "tom");
  }

  @Test
  void whoSharesTwoClassesIsToldOnce() {
    day.change(
        new RosterChange.Enroll(SchoolDay.attends(day.ada, day.class8a)),
        new RosterChange.Enroll(SchoolDay.attends(day.bob, day.class8a)));
    Device bobs = day.connect(day.bob);
    day.connect(day.ada);
    assertThat(bobs.heard()).containsExactly("ada online");
  }

  @Test
  void theEventSaysWhoInWhichRoleAndWhen() {
    Device toms = day.connect(day.tom);
    day.connect(day.ada);
    assertThat(toms.events())
        .containsExactly(
            new PresenceEvent.Online(new OnlineUser(day.ada.id(), day.ada.role()), day.now()));
  }

  @Test
  void whoeverConnectsIsToldWhomTheySee() {
    connectAllBut(day.rita);
    assertThat(day.connect(day.ada).online()).containsExactly("bob", "root", "tom");
    assertThat(day.connect(day.tom).online()).containsExactly("ada", "bob", "root", "tina");
    assertThat(day.connect(day.cleo).online()).containsExactly("root", "tina");
    assertThat(day.connect(day.dan).online()).containsExactly("root");
    assertThat(day.connect(day.rita).online()).containsExactly("root");
    assertThat(day.connect(day.eve).online()).containsExactly("max", "olga");
  }

  @Test
  void oneIsSeenByExactlyThoseWhoAreToldOfTheirComing() {
    List<User> everybody =
        List.of(day.tom, day.tina, day.ada, day.bob, day.cleo, day.dan, day.root, day.rita);
    for (User one : everybody) {
      var morning = new SchoolDay();
      everybody.stream().filter(user -> !user.equals(one)).forEach(morning::connect);
      morning.forget();
      morning.connect(one);
      List<String> told = morning.toldOf(PresenceEvent.Online.class);
      for (User viewer : everybody) {
        assertThat(morning.connect(viewer).online().contains(one.id().value()))
            .as("%s sees %s", viewer.id(), one.id())
            .isEqualTo(told.contains(viewer.id().value()));
      }
    }
  }

  @Test
  void anotherDeviceOfTheSameUserIsNoNews() {
    day.connect(day.tom);
    day.connect(day.ada);
    day.forget();
    Device second = day.connect(day.ada);
    day.drop(second);
    day.pass(GRACE);
    assertThat(day.told(day.tom)).isEmpty();
  }

  @Test
  void whoGoesIsOfflineAfterAGraceOfFiveSeconds() {
    Device toms = day.connect(day.tom);
    Device adas = day.connect(day.ada);
    toms.heard();
    day.drop(adas);
    day.pass(GRACE.minusMillis(1));
    assertThat(toms.heard()).isEmpty();
    day.pass(Duration.ofMillis(1));
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void whoIsBackWithinTheGraceWasNeverGone() {
    Device toms = day.connect(day.tom);
    Device adas = day.connect(day.ada);
    toms.heard();
    day.drop(adas);
    day.pass(GRACE.minusMillis(1));
    day.connect(day.ada);
    day.pass(GRACE);
    assertThat(toms.heard()).isEmpty();
  }

  @Test
  void theGraceBeginsAnewWithEachLoss() {
    Device toms = day.connect(day.tom);
    day.drop(day.connect(day.ada));
    day.pass(Duration.ofSeconds(4));
    day.drop(day.connect(day.ada));
    toms.heard();
    day.pass(Duration.ofSeconds(4));
    assertThat(toms.heard()).isEmpty();
    day.pass(Duration.ofSeconds(1));
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void withinTheGraceTheyAreStillSeen() {
    day.drop(day.connect(day.ada));
    assertThat(day.connect(day.tom).online()).containsExactly("ada");
    day.pass(GRACE);
    assertThat(day.connect(day.bob).online()).containsExactly("tom");
  }

  @Test
  void whoSaysGoodbyeIsOfflineAtOnce() {
    Device toms = day.connect(day.tom);
    Device adas = day.connect(day.ada);
    toms.heard();
    day.signOut(adas);
    assertThat(toms.heard()).containsExactly("ada offline");
    day.pass(GRACE);
    assertThat(toms.heard()).isEmpty();
  }

  @Test
  void whoSaysGoodbyeOnOneOfTwoDevicesIsStillThere() {
    Device toms = day.connect(day.tom);
    Device phone = day.connect(day.ada);
    Device laptop = day.connect(day.ada);
    toms.heard();
    day.signOut(phone);
    assertThat(toms.heard()).isEmpty();
    day.drop(laptop);
    day.pass(GRACE);
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void whoComesBackAfterTheGraceIsTold() {
    Device toms = day.connect(day.tom);
    day.drop(day.connect(day.ada));
    day.pass(GRACE);
    toms.heard();
    day.connect(day.ada);
    assertThat(toms.heard()).containsExactly("ada online");
  }

  @Test
  void aDeviceThatClosesTwiceIsGoneOnce() {
    Device toms = day.connect(day.tom);
    Device adas = day.connect(day.ada);
    toms.heard();
    day.drop(adas);
    day.drop(adas);
    day.pass(GRACE.multipliedBy(2));
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void withoutAGraceWhoGoesIsOfflineAtOnce() {
    var limits =
        new ChatLimits(
            MessageLimits.DEFAULT, PresenceLimits.DEFAULT.withOfflineGrace(Duration.ZERO));
    var strict = new SchoolDay(limits);
    Device toms = strict.connect(strict.tom);
    Device adas = strict.connect(strict.ada);
    toms.heard();
    strict.drop(adas);
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void whoIsNotConnectedAsksWhomTheySee() {
    day.connect(day.tom);
    day.connect(day.bob);
    day.connect(day.cleo);
    assertThat(day.chat.presence().visibleTo(day.by(day.ada)))
        .extracting(one -> one.userId().value())
        .containsExactly("bob", "tom");
    assertThat(day.chat.presence().visibleTo(day.by(day.olga))).isEmpty();
  }

  private void connectAllBut(User one) {
    for (User user :
        List.of(
            day.tom, day.tina, day.ada, day.bob, day.cleo, day.dan, day.root, day.rita, day.max,
            day.eve, day.olga)) {
      if (!user.equals(one)) {
        day.connect(user);
      }
    }
    day.forget();
  }
}
