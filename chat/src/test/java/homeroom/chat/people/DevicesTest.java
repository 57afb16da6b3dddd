// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import homeroom.chat.session.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicesTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final String NETWORK = "203.0.113.7";

  private final SchoolDay day = new SchoolDay();
  private final Devices devices = day.chat.devices();

  @Test
  void everybodySeesTheirOwnDevicesTheLastSignInFirst() {
    signIn(day.ada, "phone");
    day.pass(Duration.ofSeconds(1));
    signIn(day.ada, "laptop");
    signIn(day.bob, "tablet");
    assertThat(found(day.ada, day.ada)).containsExactly("laptop", "phone");
  }

  @Test
  void aDeviceThatIsSignedOutIsOneOfTheLastSignInsAndNotActive() {
    var ended = new ArrayList<String>();
    day.chat.endedTokens().onEnd(ended::add);
    signIn(day.ada, "phone");
    signIn(day.ada, "laptop");
    assertThat(devices.signOut(caller(day.ada), "phone")).isEqualTo(Outcome.done(day.ada.id()));
    assertThat(ended).containsExactly("key of phone");
    assertThat(active(day.ada)).containsExactly("laptop");
    assertThat(found(day.ada, day.ada)).contains("phone");
    assertThat(actions()).containsExactly("session.ended");
  }

  @Test
  void whatCouldNotBeWrittenDownIsWrittenDownByTheNextTry() {
    signIn(day.ada, "phone");
    day.stores.failNext("record", When.BEFORE);
    assertThatThrownBy(() -> devices.signOut(caller(day.ada), "phone"))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(active(day.ada)).containsExactly("phone");
    devices.signOut(caller(day.ada), "phone");
    assertThat(active(day.ada)).isEmpty();
    assertThat(actions()).containsExactly("session.ended");
  }

  @Test
  void whoSignsADeviceOutAgainWritesNothingDown() {
    signIn(day.ada, "phone");
    devices.signOut(caller(day.ada), "phone");
    devices.signOut(caller(day.ada), "phone");
    assertThat(actions()).containsExactly("session.ended");
  }

  @Test
  void theIdOfAUserSignsOutAllTheirDevicesAndNobodyElses() {
    signIn(day.ada, "phone");
    signIn(day.ada, "laptop");
    signIn(day.bob, "tablet");
    devices.signOut(caller(day.ada), day.ada.id().value());
    assertThat(active(day.ada)).isEmpty();
    assertThat(active(day.bob)).containsExactly("tablet");
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isTrue();
    assertThat(actions()).containsExactly("session.all-ended");
  }

  @Test
  void adminsSeeAndSignOutTheDevicesOfTheirSchool() {
    signIn(day.ada, "phone");
    assertThat(found(day.root, day.ada)).containsExactly("phone");
    devices.signOut(caller(day.root), "phone");
    assertThat(active(day.ada)).isEmpty();
    devices.signOut(caller(day.root), day.ada.id().value());
    assertThat(actions()).containsExactly("session.all-ended", "session.ended");
  }

  @Test
  void adminsKnowNothingOfThoseOfAnotherSchool() {
    signIn(day.eve, "phone");
    assertThat(refusal(devices.of(caller(day.root), day.eve.id())))
        .isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(refusal(devices.signOut(caller(day.root), "phone")))
        .isEqualTo(RefusalCode.SESSION_NOT_FOUND);
    assertThat(refusal(devices.signOut(caller(day.root), day.eve.id().value())))
        .isEqualTo(RefusalCode.SESSION_NOT_FOUND);
    assertThat(active(day.eve)).containsExactly("phone");
  }

  @Test
  void nobodyElseSeesOrSignsOutTheDevicesOfOthers() {
    signIn(day.ada, "phone");
    for (User other : List.of(day.bob, day.tom)) {
      assertThat(refusal(devices.of(caller(other), day.ada.id())))
          .isEqualTo(RefusalCode.SESSIONS_NOT_YOURS);
      assertThat(refusal(devices.of(caller(other), new UserId("nobody"))))
          .isEqualTo(RefusalCode.SESSIONS_NOT_YOURS);
      assertThat(refusal(devices.signOut(caller(other), "phone")))
          .isEqualTo(RefusalCode.SESSION_NOT_FOUND);
      assertThat(refusal(devices.signOut(caller(other), day.ada.id().value())))
          .isEqualTo(RefusalCode.SESSION_NOT_FOUND);
    }
    assertThat(active(day.ada)).containsExactly("phone");
    assertThat(actions()).isEmpty();
  }

  @Test
  void aDeviceWhoseTokenIsOverIsForgotten() {
    signIn(day.ada, "phone");
    day.pass(HOUR);
    assertThat(found(day.ada, day.ada)).isEmpty();
    assertThat(refusal(devices.signOut(caller(day.ada), "phone")))
        .isEqualTo(RefusalCode.SESSION_NOT_FOUND);
    devices.purge();
    assertThat(day.elsewhere.signIns().of(day.ada.id())).isEmpty();
  }

  @Test
  void aNetworkIsKnownAsOfWhoSignedInThereUntilTheTokenIsOver() {
    signIn(day.ada, "phone");
    Instant then = day.now();
    assertThat(devices.haveSignedIn(day.ada.id(), NETWORK, then)).isTrue();
    assertThat(devices.haveSignedIn(day.ada.id(), "198.51.100.1", then)).isFalse();
    assertThat(devices.haveSignedIn(day.bob.id(), NETWORK, then)).isFalse();
    day.pass(HOUR);
    assertThat(devices.haveSignedIn(day.ada.id(), NETWORK, then)).isFalse();
  }

  @Test
  void aNetworkIsNotKnownByWhatWasLongerAgoThanAsked() {
    signIn(day.ada, "phone");
    Instant later = day.now().plusSeconds(1);
    assertThat(devices.haveSignedIn(day.ada.id(), NETWORK, later)).isFalse();
    day.pass(Duration.ofSeconds(1));
    signIn(day.ada, "laptop");
    assertThat(devices.haveSignedIn(day.ada.id(), NETWORK, later)).isTrue();
  }

  @Test
  void onlyTheLastSignInsOfAUserAreKept() {
    for (int i = 0; i <= Devices.MOST; i++) {
      signIn(day.ada, "device-" + i);
      day.pass(Duration.ofSeconds(1));
    }
    assertThat(found(day.ada, day.ada))
        .hasSize(Devices.MOST)
        .contains("device-1")
        .doesNotContain("device-0");
  }

  @Test
  void aLongNameOfADeviceIsCut() {
    Instant now = day.now();
    devices.signedIn(
        new SignIn("id", day.ada.id(), "key", now, now.plus(HOUR), "", "x".repeat(9000)));
    assertThat(day.elsewhere.signIns().of(day.ada.id()).getFirst().device())
        .hasSize(Devices.MAX_NAME);
  }

  private void signIn(User user, String device) {
    Instant now = day.now();
    devices.signedIn(
        new SignIn(device, user.id(), "key of " + device, now, now.plus(HOUR), NETWORK, device));
  }

  private static Caller caller(User user) {
    return user.asCaller(null);
  }

  private List<Device> devices(User caller, User of) {
    return devices.of(caller(caller), of.id()) instanceof Outcome.Done<List<Device>>(var list)
        ? list
        : List.of();
  }

  private List<String> found(User caller, User of) {
    return devices(caller, of).stream().map(one -> one.signIn().id()).toList();
  }

  private List<String> active(User user) {
    return devices(user, user).stream()
        .filter(Device::active)
        .map(one -> one.signIn().id())
        .toList();
  }

  private static RefusalCode refusal(Outcome<?> outcome) {
    return ((Outcome.Refused<?>) outcome).refusal().code();
  }

  /** The newest first. */
  private List<String> actions() {
    return day.elsewhere.audit().newest(day.hill, 9).stream()
        .map(AuditEntry::event)
        .map(event -> event.action())
        .toList();
  }
}
