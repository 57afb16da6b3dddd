// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import homeroom.api.wire.Rejection;
import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditChain;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.rate.CallBudget;
import homeroom.chat.rate.CallLimits;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.SignIn;
import homeroom.chat.time.Timer;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in at a school where nobody may wait: whoever would have to is refused. */
class AuthenticatorTest {

  private static final Passwords PASSWORDS = new Passwords(1);
  private static final String HASH = PASSWORDS.hash("right");
  private static final InetAddress SCHOOL = InetAddress.ofLiteral("203.0.113.7");

  private final SchoolDay day = new SchoolDay();
  private final Clock clock = Clock.fixed(day.now(), ZoneOffset.UTC);
  private final AtomicInteger ids = new AtomicInteger();
  private final AccessTokens tokens =
      new AccessTokens(new byte[32], clock, () -> "id" + ids.incrementAndGet());
  private final FailingStores stores = new FailingStores(day.stores);
  private final SignInCodes codes =
      new SignInCodes(
          stores.factors(),
          day.chat.roster(),
          day.chat.audit(),
          clock,
          new Random(1),
          DerivedKey.ofCodes(new byte[32])::hash);
  private final Authenticator authenticator =
      new Authenticator(
          day.stores.roster(),
          day.chat.roster(),
          PASSWORDS,
          tokens,
          new TokenCheck(tokens, null, AuthLimits.DEFAULT),
          day.chat.endedTokens(),
          day.chat.failures(),
          day.chat.audit(),
          codes,
          AuthLimits.DEFAULT.withSlowing(
              new SlowingLimits(
                  3,
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(10),
                  0,
                  Duration.ofSeconds(10),
                  Duration.ofMinutes(15),
                  1000)),
          Duration.ofHours(1),
          clock,
          new Hurried(),
          new Random(1));

  @AfterAll
  static void close() {
    PASSWORDS.close();
  }

  @BeforeEach
  void givePasswords() {
    day.change(
        new RosterChange.SetPassword(day.hill, day.tom.id(), HASH),
        new RosterChange.SetPassword(day.hill, day.ada.id(), HASH));
  }

  @Test
  void failuresAreOneAnswerWhetherTheAccountIsThereOrNot() {
    assertThat(signIn("tom@hill", "wrong", null)).isEqualTo("invalid-login");
    assertThat(signIn("nobody@hill", "wrong", null)).isEqualTo("invalid-login");
  }

  @Test
  void afterFailuresTheAccountIsSlowAndOthersAreNot() {
    failOften();
    assertThat(signIn("tom@hill", "right", null)).isEqualTo("sign-in-rate");
    assertThat(signIn("TOM@hill", "right", null)).isEqualTo("sign-in-rate");
    assertThat(signIn("ada@hill", "right", null)).isEqualTo("signed in");
  }

  @Test
  void whoHasATokenOfTheirsIsNotSlowedByOthers() {
    String earlier = tokens.issue(day.tom.id(), Duration.ofHours(1)).text();
    failOften();
    assertThat(signIn("tom@hill", "right", earlier)).isEqualTo("signed in");
    assertThat(signIn("tom@hill", "right", null)).isEqualTo("sign-in-rate");
  }

  @Test
  void aTokenThatIsOverShowsTheDeviceToo() {
    String over = tokens.issue(day.tom.id(), Duration.ofHours(-1)).text();
    failOften();
    assertThat(signIn("tom@hill", "right", over)).isEqualTo("signed in");
  }

  @Test
  void aTokenOfSomebodyElseOrOfNobodyHelpsNothing() {
    String adas = tokens.issue(day.ada.id(), Duration.ofHours(1)).text();
    failOften();
    assertThat(signIn("tom@hill", "right", adas)).isEqualTo("sign-in-rate");
    assertThat(signIn("tom@hill", "right", adas + "x")).isEqualTo("sign-in-rate");
    assertThat(signIn("tom@hill", "right", "nonsense")).isEqualTo("sign-in-rate");
  }

  @Test
  void whoGuessesWithAnEarlierTokenIsSlowedThere() {
    String earlier = tokens.issue(day.tom.id(), Duration.ofHours(1)).text();
    for (int i = 0; i < 4; i++) {
      var _ = signIn("tom@hill", "wrong", earlier);
    }
    assertThat(signIn("tom@hill", "right", earlier)).isEqualTo("sign-in-rate");
    assertThat(signIn("tom@hill", "right", null)).isEqualTo("signed in");
  }

  @Test
  void anAdminEndsTheWait() {
    failOften();
    SchoolDay.done(day.chat.userRegistrar().unlock(day.by(day.root), day.tom.id()));
    assertThat(signIn("tom@hill", "right", null)).isEqualTo("signed in");
  }

  @Test
  void whoIsSignedInProvesToKnowTheirPassword() {
    assertThat(authenticator.isOwnPassword(day.by(day.tom), "right")).isTrue();
    assertThat(authenticator.isOwnPassword(day.by(day.tom), "wrong")).isFalse();
  }

  @Test
  void guessingOnesOwnPasswordIsSlowedAndDoesNotSlowASignIn() {
    for (int i = 0; i < 4; i++) {
      try {
        var _ = authenticator.isOwnPassword(day.by(day.tom), "wrong");
      } catch (Rejection slowed) {
        assertThat(slowed.error().data()).containsEntry("code", "sign-in-rate");
      }
    }
    assertThatThrownBy(() -> authenticator.isOwnPassword(day.by(day.tom), "right"))
        .isInstanceOf(Rejection.class);
    assertThat(signIn("tom@hill", "right", null)).isEqualTo("signed in");
  }

  /** Else a node that was stopped would take a token that was ended on another one meanwhile. */
  @Test
  void noTokenIsLookedAtBeforeTheNodeKnowsWhatHappened() {
    Runnable stopped =
        () -> {
          throw new StoreUnavailable("This node was stopped.", 1_000);
        };
    var service =
        new AuthenticationService(
            authenticator,
            day.chat.endedTokens(),
            day.chat.devices(),
            factors(),
            BrowserSignIns.NONE,
            AuthLimits.DEFAULT,
            new CallBudget(CallLimits.NONE, new Hurried(), stopped));
    String token = tokens.issue(day.tom.id(), Duration.ofHours(1)).text();
    Session session = authenticator.token(token);
    assertThatThrownBy(() -> service.session(token)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> service.demandValid(session)).isInstanceOf(StoreUnavailable.class);
  }

  /** Else whoever knows the password would sign in often before there is a second factor. */
  @Test
  void whatSignedInBeforeTheSecondFactorIsSlowedWithAllOtherNetworks() {
    SecondFactors factors = factors();
    assertThat(stores.factors().add(app(day.tom))).isTrue();
    Instant before = clock.instant();
    Instant after = before.plus(Duration.ofMinutes(1));
    keepSignIn("before", before);
    for (int i = 0; i < SlowingLimits.ALL_SECOND_FACTORS.failures(); i++) {
      String network = "192.0.2." + i / 5;
      assertThat(guess(factors, network, tokenOfTom(before))).isEqualTo("totp-invalid");
    }
    assertThat(guess(factors, "192.0.2.99", tokenOfTom(before))).isEqualTo("sign-in-rate");
    assertThat(guess(factors, "203.0.113.7", null)).isEqualTo("sign-in-rate");
    assertThat(guess(factors, "192.0.2.99", tokenOfTom(after))).isEqualTo("totp-invalid");
    keepSignIn("after", after);
    assertThat(guess(factors, "203.0.113.7", null)).isEqualTo("totp-invalid");
  }

  /** One that no code is right for. */
  private Factor app(User user) {
    return new Factor(
        FactorKind.TOTP,
        user.id().value(),
        user.schoolId(),
        user.id(),
        "sealed by another server",
        clock.instant(),
        null);
  }

  private void keepSignIn(String id, Instant at) {
    Instant over = at.plus(Duration.ofHours(1));
    day.chat
        .devices()
        .signedIn(new SignIn(id, day.tom.id(), "key of " + id, at, over, "203.0.113.7", ""));
  }

  private String tokenOfTom(Instant issued) {
    return tokens
        .issue(day.tom.id(), issued, AccessToken.NO_GENERATION, Duration.ofHours(1))
        .text();
  }

  /** What becomes of a wrong code of tom's app. */
  private String guess(SecondFactors factors, String network, @Nullable String earlier) {
    Rejection asked =
        catchThrowableOfType(
            Rejection.class, () -> factors.demand(day.tom, "password", clock.instant()));
    String challenge = String.valueOf(asked.error().data().get("challenge"));
    var wish = new SignInPayload.Local("local", null, null, null, null, challenge, "000000", null);
    InetAddress from = InetAddress.ofLiteral(network);
    Rejection rejection =
        catchThrowableOfType(
            Rejection.class,
            () -> authenticator.second(wish, factors, day.chat.devices(), from, earlier));
    return String.valueOf(rejection.error().data().get("code"));
  }

  private SecondFactors factors() {
    return new SecondFactors(
        stores.factors(),
        day.chat.roster(),
        day.chat.audit(),
        day.chat.failures(),
        AuthLimits.DEFAULT,
        clock,
        new Hurried(),
        new Random(1),
        DerivedKey.ofSecondFactors(new byte[32]));
  }

  @Test
  void signInsAndFailuresAreWrittenDown() {
    var _ = signIn("ada@hill", "right", null);
    failOften();
    var _ = signIn("nobody@hill", "wrong", null);
    assertThat(day.stores.audit().settle(day.now())).isEqualTo(2);
    assertThat(day.audit())
        .extracting(event ->
            event.action() + " " + event.target() + " " + event.network() + " " + event.count())
        .containsExactly(
            "sign-in.failed tom 203.0.113.7 3",
            "sign-in.slowed tom 203.0.113.7 1",
            "sign-in ada 203.0.113.7 1");
    assertThat(day.stores.audit().entries(AuditChain.INSTALLATION, 0, 9))
        .extracting(entry -> entry.event().target() + " " + entry.event().network())
        .containsExactly(" 203.0.113.7");
  }

  @Test
  void aUserNameIsOneSchoolsAndNeedsItWhereThereAreSeveral() {
    call(day.ada, "ada.7b");
    assertThat(signIn(new LoginName("ADA.7b", false, null), "right")).isEqualTo("invalid-field");
    assertThat(signIn(new LoginName("ADA.7b", false, day.hill.value()), "right"))
        .isEqualTo("signed in");
    assertThat(signIn("ada@hill", "right", null)).isEqualTo("signed in");
    assertThat(signIn(new LoginName("ada.7b", false, "Nowhere"), "right"))
        .isEqualTo("invalid-login");
    var lake = new School(new SchoolId("lake-1"), "Lake School", SchoolSettings.DEFAULT, day.now());
    User other = SchoolDay.person(lake.id(), Role.STUDENT, "fay");
    day.change(new RosterChange.AddSchool(lake), new RosterChange.AddUser(other, HASH));
    call(other, "ada.7b");
    assertThat(signIn(new LoginName("ada.7b", false, "LAKE school"), "right"))
        .isEqualTo("signed in");
    assertThat(day.stores.audit().newest(lake.id(), 1).getFirst().event().target())
        .isEqualTo("fay");
  }

  @Test
  void anAddressMayBeAUserName() {
    call(day.ada, "ada@work.example");
    assertThat(signIn(new LoginName("ada@work.example", true, day.hill.value()), "right"))
        .isEqualTo("signed in");
    assertThat(signIn(new LoginName("ada@work.example", true, null), "right"))
        .isEqualTo("invalid-login");
  }

  @Test
  void guessesByAddressAndByUserNameAreOfOneAccount() {
    call(day.tom, "tom.7b");
    failOften();
    assertThat(signIn(new LoginName("tom.7b", false, day.hill.value()), "right"))
        .isEqualTo("sign-in-rate");
  }

  private void call(User user, String username) {
    day.change(
        new RosterChange.UpdateUser(
            new User(
                user.id(),
                user.schoolId(),
                user.role(),
                user.name(),
                user.email(),
                username,
                true,
                user.createdAt(),
                user.updatedAt())));
  }

  @Test
  void whatTheStoreCouldNotLookAtIsNoWrongCode() {
    String code = codes.make(day.ada, Duration.ofDays(1)).code();
    for (int i = 0; i < SlowingLimits.CODES.failures(); i++) {
      stores.failNext("find", FailingStores.When.BEFORE);
      assertThatThrownBy(() -> authenticator.code(code, SCHOOL))
          .isInstanceOf(StoreUnavailable.class);
    }
    assertThat(authenticator.code(code, SCHOOL).user().id()).isEqualTo(day.ada.id());
    assertThatThrownBy(() -> authenticator.code(code, SCHOOL)).isInstanceOf(Rejection.class);
  }

  @Test
  void thatCodesAreSlowedIsWrittenDown() {
    for (int i = 0; i < SlowingLimits.CODES.failures(); i++) {
      assertThatThrownBy(() -> authenticator.code("0000-0000-0000", SCHOOL))
          .isInstanceOf(Rejection.class);
    }
    assertThat(day.stores.audit().entries(AuditChain.INSTALLATION, 0, 10))
        .extracting(entry -> entry.event().action())
        .containsExactly("sign-in.slowed");
  }

  @Test
  void oneTimeCodesOfNobodyAreCounted() {
    assertThatThrownBy(() -> authenticator.elsewhere("x", BrowserSignIns.NONE, "", SCHOOL))
        .isInstanceOf(Rejection.class);
    day.pass(Duration.ofMinutes(15));
    day.chat.audit().settle();
    assertThat(day.stores.audit().entries(AuditChain.INSTALLATION, 0, 10))
        .extracting(entry -> entry.event().action())
        .containsExactly("sign-in.failed");
  }

  @Test
  void whatEndsAllTokensEndsASignInElsewhereThatGotNoTokenYet() {
    Instant back = day.now().minusSeconds(1);
    var kept = new BrowserSignIns.SignedInElsewhere(day.tom, "hill", back, -1);
    assertThat(authenticator.isEnded(openElsewhere(kept))).isFalse();
    day.chat.endedTokens().endAllOf(day.tom.id());
    assertThat(authenticator.isEnded(openElsewhere(kept))).isTrue();
  }

  @Test
  void whatAProcessEndsWhoseClockIsBehindIsOverToo() {
    AccessToken before = openWithPassword();
    day.pass(Duration.ofSeconds(1));
    new EndedTokens(
            day.stores.endedTokens(), Clock.offset(clock, Duration.ofSeconds(-10)), day::nanoTime)
        .endAllOf(day.tom.id());
    assertThat(authenticator.isEnded(before)).isFalse();
    day.chat.endedTokens().refresh();
    assertThat(authenticator.isEnded(before)).isTrue();
  }

  @Test
  void aTokenSaysItsGenerationOrNone() {
    var check = new TokenCheck(tokens, null, AuthLimits.DEFAULT);
    String told = tokens.issue(day.tom.id(), day.now(), 1_234, Duration.ofHours(1)).text();
    assertThat(check.check(told).generation()).isEqualTo(1_234);
    String silent = tokens.issue(day.tom.id(), Duration.ofHours(1)).text();
    assertThat(check.check(silent).generation()).isEqualTo(AccessToken.NO_GENERATION);
  }

  private AccessToken openWithPassword() {
    Proof proof =
        authenticator.password(new LoginName("tom@hill", true, null), "right", SCHOOL, null);
    return authenticator.open(proof, SCHOOL).token();
  }

  private AccessToken openElsewhere(BrowserSignIns.SignedInElsewhere who) {
    BrowserSignIns browsers = (_, _) -> Optional.of(who);
    return authenticator
        .open(authenticator.elsewhere("code", browsers, "", SCHOOL), SCHOOL)
        .token();
  }

  private void failOften() {
    for (int i = 0; i < 4; i++) {
      var _ = signIn("tom@hill", "wrong", null);
    }
  }

  /** What became of it. */
  private String signIn(String email, String password, @Nullable String earlier) {
    return signIn(new LoginName(email, true, null), password, earlier);
  }

  private String signIn(LoginName name, String password) {
    return signIn(name, password, null);
  }

  private String signIn(LoginName name, String password, @Nullable String earlier) {
    Rejection rejection =
        catchThrowableOfType(
            Rejection.class,
            () ->
                authenticator.open(
                    authenticator.password(name, password, SCHOOL, earlier), SCHOOL));
    return rejection == null ? "signed in" : String.valueOf(rejection.error().data().get("code"));
  }

  /** No time passes, and what is to wait for is over at once; what is far away never comes. */
  private static final class Hurried implements Timer {

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public Appointment after(Duration delay, Runnable task) {
      if (delay.compareTo(Duration.ofSeconds(10)) < 0) {
        task.run();
      }
      return () -> {};
    }
  }
}
