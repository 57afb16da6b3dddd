// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.contracts.RosterChanges;
import homeroom.chat.memory.FailingStores;
import homeroom.chat.people.UserRegistrar.Change;
import homeroom.chat.people.UserRegistrar.NewUser;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterEvent;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who makes, changes and deactivates people. */
class UserRegistrarTest {

  private static final NewUser FAY =
      new NewUser(Role.STUDENT, "Fay", "fay@hill", "a long password");

  private final SchoolDay day = new SchoolDay();

  @Test
  void anAdminMakesAUserOfTheirSchool() {
    day.pass(Duration.ofMinutes(1));
    User made = done(create(day.root, FAY));
    assertThat(made.schoolId()).isEqualTo(day.hill);
    assertThat(made.active()).isTrue();
    assertThat(made.createdAt()).isEqualTo(day.now());
    assertThat(day.chat.roster().userById(made.id())).contains(made);
    assertThat(day.stores.roster().credentials("FAY@hill").orElseThrow().passwordHash())
        .isEqualTo("hash of a long password");
  }

  @Test
  void nobodyElseDoes() {
    for (User other : List.of(day.tom, day.ada)) {
      assertThat(code(create(other, FAY))).isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(change(other, day.bob, name("Robert")))).isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(day.chat.userRegistrar().deactivate(day.by(other), day.bob.id())))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
    }
  }

  @Test
  void anAdminChangesNobodyOfAnotherSchool() {
    assertThat(refused(change(day.olga, day.ada, name("Mine"))))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, "ada"));
    assertThat(refused(day.chat.userRegistrar().deactivate(day.by(day.olga), day.ada.id())))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, "ada"));
  }

  @Test
  void everyFieldThatIsWrongIsNamedAtOnce() {
    Refusal refusal =
        refused(create(day.root, new NewUser(Role.STUDENT, " ", "no address", "short")));
    assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_FIELD);
    assertThat(refusal.fields()).containsOnlyKeys("name", "email", "password");
  }

  @Test
  void aPasswordIsNoneOfTheCommonest() {
    for (String common :
        new String[] {
          "password",
          "PassWord123",
          "12345678",
          "87654321",
          "qwertzuiop",
          "aaaaaaaa",
          "abababab",
          "homework",
          "1q2w3e4r",
          "iloveyou"
        }) {
      Refusal refusal =
          refused(create(day.root, new NewUser(Role.STUDENT, "Bea", "bea@hill", common)));
      assertThat(refusal.fields().get("password")).as(common).contains("guessed first");
    }
  }

  @Test
  void everybodyChangesTheirOwnPasswordAndSignsInAnew() {
    done(day.chat.userRegistrar().changeOwnPassword(day.by(day.ada), "another long one"));
    assertThat(day.stores.roster().credentials("ada@hill").orElseThrow().passwordHash())
        .isEqualTo("hash of another long one");
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isTrue();
    assertThat(day.audit())
        .extracting(event -> event.action() + " " + event.actor())
        .containsExactly("password.changed ada");
  }

  @Test
  void anOwnPasswordIsCheckedAsAnyOther() {
    for (String password : new String[] {"7 digit", "password1", "ADA@hill"}) {
      assertThat(
              refused(day.chat.userRegistrar().changeOwnPassword(day.by(day.ada), password))
                  .fields())
          .containsOnlyKeys("password");
    }
  }

  @Test
  void aPasswordIsLongAndNotTheAddress() {
    assertThat(done(create(day.root, new NewUser(Role.STUDENT, "Ann", "ann@hill", "8 digits"))))
        .isNotNull();
    for (String password : new String[] {"7 digit", "x".repeat(1025), "BEA@hill"}) {
      assertThat(
              refused(create(day.root, new NewUser(Role.STUDENT, "Bea", "bea@hill", password)))
                  .fields())
          .containsOnlyKeys("password");
    }
    assertThat(refused(change(day.root, day.ada, password("ADA@hill"))).fields())
        .as("the address she has")
        .containsOnlyKeys("password");
  }

  @Test
  void anAddressIsOnesOwnInAnyCaseAndSchool() {
    for (String taken : new String[] {"ada@hill", "ADA@HILL", "Eve@Dale"}) {
      Refusal refusal = refused(create(day.root, new NewUser(Role.STUDENT, "Fay", taken, null)));
      assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
      assertThat(refusal.code()).isEqualTo(RefusalCode.EMAIL_TAKEN);
      assertThat(refusal.fields()).containsOnlyKeys("email");
    }
    assertThat(code(change(day.root, day.bob, email("ada@hill"))))
        .isEqualTo(RefusalCode.EMAIL_TAKEN);
    assertThat(done(change(day.root, day.ada, email("ADA@hill"))).email()).isEqualTo("ADA@hill");
  }

  @Test
  void aPersonHasAnAddressOrAUserName() {
    User fay = done(create(day.root, new NewUser(Role.STUDENT, "Fay", null, " Fay.7b ", null)));
    assertThat(fay.email()).isNull();
    assertThat(fay.username()).isEqualTo("Fay.7b");
    Refusal nothing = refused(create(day.root, new NewUser(Role.STUDENT, "Gus", "", " ", null)));
    assertThat(nothing.fields()).containsOnlyKeys("email");
    Refusal taken =
        refused(create(day.root, new NewUser(Role.STUDENT, "Gus", null, "FAY.7B", null)));
    assertThat(taken.code()).isEqualTo(RefusalCode.USERNAME_TAKEN);
    Refusal wrong =
        refused(create(day.root, new NewUser(Role.STUDENT, "Gus", null, "g us", "G US     ")));
    assertThat(wrong.fields()).containsKey("username");
  }

  @Test
  void aUserNameIsGivenAndTakenAndIsNoPassword() {
    User named = done(change(day.root, day.ada, userName("ada.park.7b")));
    assertThat(named.email()).isEqualTo(day.ada.email());
    assertThat(done(change(day.root, day.ada, new Change(null, null, "", null, null))).email())
        .isNull();
    var same = new Change(null, null, null, null, "ADA.park.7b", null);
    assertThat(refused(change(day.root, day.ada, same)).fields()).containsOnlyKeys("password");
    assertThat(done(change(day.root, day.ada, userName(""))).username()).isNull();
    assertThat(day.audit().getFirst().detail()).isEqualTo("username");
  }

  private static Change userName(String name) {
    return new Change(null, null, null, name, null, null);
  }

  @Test
  void aNewUserIsToldToTheStaffWithTheAddress() {
    User made = done(create(day.root, FAY));
    for (User staff : List.of(day.tom, day.tina, day.root, day.rita)) {
      assertThat(day.events(staff)).contains(new RosterEvent.UserAdded(made, true));
    }
    assertThat(day.events(day.ada)).isEmpty();
    assertThat(day.events(day.olga)).isEmpty();
  }

  @Test
  void aChangeIsToldToClassmatesWithoutTheAddress() {
    User changed = done(change(day.root, day.ada, name("Ada King")));
    assertThat(day.events(day.bob)).contains(new RosterEvent.UserChanged(changed, false));
    assertThat(day.events(day.ada)).contains(new RosterEvent.UserChanged(changed, true));
    assertThat(day.events(day.tom)).contains(new RosterEvent.UserChanged(changed, true));
    assertThat(day.events(day.cleo)).isEmpty();
  }

  @Test
  void whatChangesNothingIsToldToNobody() {
    day.pass(Duration.ofMinutes(1));
    assertThat(done(change(day.root, day.ada, name("ada")))).isEqualTo(day.ada);
    assertThat(day.events(day.tom)).isEmpty();
  }

  @Test
  void whoIsDeactivatedIsOutAndOnlyAdminsSeeTheirAddress() {
    Device adas = day.connect(day.ada);
    User gone = done(day.chat.userRegistrar().deactivate(day.by(day.root), day.ada.id()));
    assertThat(gone.active()).isFalse();
    assertThat(adas.heard()).contains("session ended deactivated");
    assertThat(day.events(day.rita)).contains(new RosterEvent.UserRemoved(gone, true));
    assertThat(day.events(day.tom)).contains(new RosterEvent.UserRemoved(gone, false));
    assertThat(day.events(day.bob)).contains(new RosterEvent.UserRemoved(gone, false));
  }

  @Test
  void theLastAdminStaysOne() {
    done(day.chat.userRegistrar().deactivate(day.by(day.root), day.rita.id()));
    Refusal refusal = refused(day.chat.userRegistrar().deactivate(day.by(day.root), day.root.id()));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT);
    assertThat(refusal.code()).isEqualTo(RefusalCode.LAST_ADMIN);
    assertThat(code(change(day.root, day.root, role(Role.TEACHER))))
        .isEqualTo(RefusalCode.LAST_ADMIN);
    done(change(day.root, day.tom, role(Role.ADMIN)));
    assertThat(done(change(day.root, day.root, role(Role.TEACHER))).role()).isEqualTo(Role.TEACHER);
  }

  @Test
  void whileAnotherProcessDemotesTheOtherAdminTheLastOneStays() {
    day.stores
        .adminGuard()
        .leave(
            day.hill,
            day.rita.id(),
            before -> {
              assertThat(code(change(day.rita, day.root, role(Role.TEACHER))))
                  .isEqualTo(RefusalCode.LAST_ADMIN);
              return before;
            });
    done(change(day.rita, day.root, role(Role.TEACHER)));
  }

  @Test
  void anAdminWhomAnotherProcessHasJustDemotedIsNotTheOneWhoStays() {
    stored(RosterChanges.withRole(day.rita, Role.TEACHER));
    assertThat(code(day.chat.userRegistrar().deactivate(day.by(day.root), day.root.id())))
        .isEqualTo(RefusalCode.LAST_ADMIN);
  }

  @Test
  void whatAnotherProcessChangesMeanwhileStaysChanged() {
    day.stores.beforeNext("apply", () -> stored(RosterChanges.rename(day.ada, "Augusta")));
    User changed = done(change(day.root, day.ada, role(Role.TEACHER)));
    assertThat(changed.name()).isEqualTo("Augusta");
    assertThat(changed.role()).isEqualTo(Role.TEACHER);
    assertThat(day.stores.roster().userById(day.ada.id())).contains(changed);
  }

  /** As another process changes the roster. */
  private void stored(RosterChange change) {
    assertThat(day.stores.roster().apply(List.of(change))).isEqualTo(new RosterResult.Applied());
  }

  @Test
  void anAdminWithoutAWayToSignInIsNotTheOneWhoStays() {
    day.change(new RosterChange.SetPassword(day.hill, day.rita.id(), ""));
    assertThat(code(day.chat.userRegistrar().deactivate(day.by(day.root), day.root.id())))
        .isEqualTo(RefusalCode.LAST_ADMIN);
    assertThat(code(change(day.root, day.root, role(Role.TEACHER))))
        .isEqualTo(RefusalCode.LAST_ADMIN);
    day.provided.add(day.rita.id());
    done(day.chat.userRegistrar().deactivate(day.by(day.root), day.root.id()));
  }

  @Test
  void anAdminWithoutAWayToSignInMayGo() {
    day.change(new RosterChange.SetPassword(day.hill, day.rita.id(), ""));
    done(day.chat.userRegistrar().deactivate(day.by(day.root), day.rita.id()));
  }

  @Test
  void whoIsActiveAgainHasNoTokenOfBefore() {
    done(day.chat.userRegistrar().deactivate(day.by(day.root), day.ada.id()));
    Instant issued = day.now();
    day.pass(Duration.ofMinutes(1));
    done(change(day.root, day.ada, new Change(null, null, null, null, true)));
    assertThat(day.chat.endedTokens().contains(day.ada.id(), issued)).isTrue();
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isTrue();
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now().plusSeconds(1))).isFalse();
  }

  @Test
  void whoWasDeactivatedElsewhereHasNoTokenOfBeforeEither() {
    day.setActive(day.ada, false);
    Instant issued = day.now();
    day.pass(Duration.ofMinutes(1));
    done(change(day.root, day.ada, new Change(null, null, null, null, true)));
    assertThat(day.chat.endedTokens().contains(day.ada.id(), issued)).isTrue();
  }

  @Test
  void anAdminForgivesFailedSignInsOfTheirSchool() {
    var forgiven = new ArrayList<UserId>();
    day.chat.endedTokens().onForgivenFailures(forgiven::add);
    done(day.chat.userRegistrar().unlock(day.by(day.root), day.ada.id()));
    assertThat(code(day.chat.userRegistrar().unlock(day.by(day.tom), day.ada.id())))
        .isEqualTo(RefusalCode.ADMINS_ONLY);
    assertThat(code(day.chat.userRegistrar().unlock(day.by(day.olga), day.ada.id())))
        .isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(forgiven).containsExactly(day.ada.id());
  }

  @Test
  void anotherRoleTakesTheClassesAway() {
    done(change(day.root, day.tom, role(Role.ADMIN)));
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).teachers()).isEmpty();
    assertThat(day.told(day.ada)).contains("TeacherRemoved");
    done(change(day.root, day.ada, role(Role.TEACHER)));
    assertThat(day.chat.roster().members(day.hill, day.class7b.id()).students())
        .containsExactly(day.bob.id());
    assertThat(day.told(day.bob)).contains("Unenrolled");
  }

  @Test
  void aNewPasswordEndsAllTokensOfTheUser() {
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isFalse();
    done(change(day.root, day.ada, password("another password")));
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isTrue();
    assertThat(day.chat.endedTokens().contains(day.bob.id(), day.now())).isFalse();
    assertThat(day.stores.roster().credentials(day.ada.id()).orElseThrow().passwordHash())
        .isEqualTo("hash of another password");
  }

  @Test
  void aPasswordWhoseTokensCannotBeEndedIsNotChanged() {
    day.stores.failNext("add", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> change(day.root, day.ada, password("another password")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(day.stores.roster().credentials(day.ada.id()).orElseThrow().passwordHash())
        .isEqualTo("hash");
  }

  @Test
  void anotherNameEndsNothing() {
    done(change(day.root, day.ada, name("Ada King")));
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isFalse();
  }

  @Test
  void whoIsNobodyIsNotChanged() {
    assertThat(
            refused(
                day.chat
                    .userRegistrar()
                    .change(day.by(day.root), new UserId("nobody"), name("Somebody"))))
        .isEqualTo(Refusal.notFound(RefusalCode.USER_NOT_FOUND, "nobody"));
  }

  private Outcome<User> create(User by, NewUser wanted) {
    return day.chat.userRegistrar().create(day.by(by), wanted);
  }

  private Outcome<User> change(User by, User user, Change change) {
    return day.chat.userRegistrar().change(day.by(by), user.id(), change);
  }

  private static Change name(String name) {
    return change(null, name, null, null);
  }

  private static Change role(Role role) {
    return change(role, null, null, null);
  }

  private static Change email(String email) {
    return change(null, null, email, null);
  }

  private static Change password(String password) {
    return change(null, null, null, password);
  }

  private static Change change(
      @Nullable Role role,
      @Nullable String name,
      @Nullable String email,
      @Nullable String password) {
    return new Change(role, name, email, password, null);
  }

  @Test
  void aNewNameIsToldToWhoMayLookTheUserUp() {
    User renamed = done(change(day.root, day.ada, name("Robin")));
    for (User viewer : List.of(day.ada, day.bob, day.tom, day.tina, day.rita)) {
      assertThat(day.events(viewer)).contains(new RosterEvent.UserUpdated(renamed));
    }
    assertThat(day.events(day.cleo)).isEmpty();
    day.forget();
    done(change(day.root, day.ada, email("robin@hill")));
    assertThat(day.toldOf(RosterEvent.UserUpdated.class)).isEmpty();
  }
}
