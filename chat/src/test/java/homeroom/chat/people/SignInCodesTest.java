// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.session.FactorKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Codes for people without a password. */
class SignInCodesTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final SchoolDay day = new SchoolDay();
  private final SignInCodes codes =
      new SignInCodes(
          day.stores.factors(),
          day.chat.roster(),
          day.chat.audit(),
          new DayClock(),
          new Random(1),
          text -> "hash of " + text);

  /** The clock of the day. */
  private final class DayClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return day.now();
    }
  }

  @BeforeEach
  void takePasswords() {
    day.change(
        new RosterChange.SetPassword(day.hill, day.ada.id(), ""),
        new RosterChange.SetPassword(day.hill, day.dan.id(), ""));
  }

  @Test
  void aCodeIsGoodOnceHoweverItIsTyped() {
    SignInCodes.Made made = done(make(day.root, day.ada));
    assertThat(made.code()).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
    String typed =
        " "
            + made.code()
                .toLowerCase(Locale.ROOT)
                .replace('-', ' ')
                .replace('0', 'o')
                .replace('1', 'l');
    assertThat(codes.redeem(typed)).contains(day.ada);
    assertThat(codes.redeem(made.code())).isEmpty();
    assertThat(codes.redeem("")).isEmpty();
    assertThat(codes.redeem("x".repeat(100_000))).isEmpty();
  }

  @Test
  void onlyItsHashIsKept() {
    SignInCodes.Made made = done(make(day.root, day.ada));
    assertThat(made.toString()).doesNotContain(made.code());
    assertThat(day.stores.factors().of(day.ada.id()).getFirst().key())
        .isEqualTo("hash of " + made.code().replace("-", ""));
  }

  @Test
  void aCodeIsOverAfterItsTimeAndWhenThereIsAnother() {
    SignInCodes.Made first = done(make(day.root, day.ada));
    SignInCodes.Made second = done(make(day.root, day.ada));
    assertThat(codes.redeem(first.code())).isEmpty();
    day.pass(DAY);
    assertThat(codes.redeem(second.code())).isEmpty();
    SignInCodes.Made third = done(make(day.root, day.ada));
    var _ = done(codes.withdraw(day.by(day.root), day.ada.id()));
    assertThat(codes.redeem(third.code())).isEmpty();
  }

  @Test
  void whoWasDeactivatedHasNoCodeOfBefore() {
    SignInCodes.Made made = done(make(day.root, day.ada));
    var _ = done(day.chat.userRegistrar().deactivate(day.by(day.root), day.ada.id()));
    assertThat(codes.redeem(made.code())).isEmpty();
    var back = new UserRegistrar.Change(null, null, null, null, true);
    var _ = done(day.chat.userRegistrar().change(day.by(day.root), day.ada.id(), back));
    assertThat(codes.redeem(made.code())).isEmpty();
    assertThat(day.stores.factors().of(day.ada.id())).isEmpty();
  }

  @Test
  void teachersMakeCodesForTheirStudentsWithoutAPassword() {
    User inClass = day.ada;
    assertThat(done(make(day.tom, inClass)).user()).isEqualTo(inClass);
    day.change(new RosterChange.SetPassword(day.hill, inClass.id(), "hash"));
    assertThat(refused(make(day.tom, inClass)).code())
        .isEqualTo(RefusalCode.SIGN_IN_CODES_NOT_YOURS);
    assertThat(refused(make(day.tom, day.root)).code())
        .isEqualTo(RefusalCode.SIGN_IN_CODES_NOT_YOURS);
    assertThat(refused(make(day.ada, day.ada)).code())
        .isEqualTo(RefusalCode.SIGN_IN_CODES_NOT_YOURS);
    assertThat(refused(make(day.olga, day.ada)).code()).isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(done(make(day.root, day.tom)).user()).isEqualTo(day.tom);
    assertThat(day.audit())
        .extracting(AuditEvent::target)
        .containsExactly(day.tom.id().value(), inClass.id().value());
  }

  @Test
  void aClassHasCardsForWhoHasNoPassword() {
    SignInCodes.OfClass made = done(codes.createForClass(day.by(day.tom), day.class7b.id(), DAY));
    assertThat(made.codes()).extracting(SignInCodes.Made::user).contains(day.ada);
    assertThat(made.codes())
        .extracting(SignInCodes.Made::user)
        .doesNotContain(day.bob, day.cleo, day.tom);
    assertThat(refused(codes.createForClass(day.by(day.ada), day.class7b.id(), DAY)).code())
        .isEqualTo(RefusalCode.SIGN_IN_CODES_NOT_YOURS);
    assertThat(refused(codes.createForClass(day.by(day.olga), day.class7b.id(), DAY)).code())
        .isEqualTo(RefusalCode.CLASS_NOT_FOUND);
    assertThat(day.stores.factors().of(day.ada.id()))
        .extracting(factor -> factor.kind())
        .containsExactly(FactorKind.CODE);
  }

  private Outcome<SignInCodes.Made> make(User by, User user) {
    return codes.create(day.by(by), user.id(), DAY);
  }
}
