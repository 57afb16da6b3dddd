// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Accounts at identity providers, linked and unlinked by admins. */
class IdentitiesTest {

  private static final String ISSUER = "https://login.hill.example";

  private static final IdentityProvider HILL =
      new IdentityProvider("hill", ISSUER, "Hill", "email");

  private final SchoolDay day = new SchoolDay();
  private final IdentityLinks links =
      new IdentityLinks(
          day.stores.factors(), day.chat.audit(), Clock.fixed(day.now(), ZoneOffset.UTC));
  private final SignInWays ways =
      new SignInWays(
          day.stores.factors(),
          day.stores.roster(),
          List.of(
              HILL,
              new IdentityProvider("dale", "https://login.dale.example", "no such school", null),
              new IdentityProvider("bare", "https://bare.example", day.hill.value(), null)),
          Clock.fixed(day.now(), ZoneOffset.UTC));
  private final Identities identities =
      new Identities(
          links, ways, day.chat.userRegistrar(), day.chat.roster(), day.chat.endedTokens());

  @Test
  void anAdminLinksAnAccountOnceAndItIsInTheAudit() {
    LinkedIdentity linked = done(link(day.ada, "7"));
    assertThat(links.find(day.hill, ISSUER, "7")).contains(linked);
    assertThat(linked.userId()).isEqualTo(day.ada.id());
    assertThat(done(link(day.ada, "7"))).isEqualTo(linked);
    assertThat(done(identities.of(day.by(day.root), day.ada.id()))).containsExactly(linked);
    assertThat(done(identities.of(day.by(day.ada), day.ada.id()))).containsExactly(linked);
    assertThat(day.audit())
        .filteredOn(one -> one.action().equals("identity.linked"))
        .extracting(AuditEvent::target, AuditEvent::detail)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(day.ada.id().value(), "hill"));
  }

  @Test
  void anAccountIsOnePersonsAndAPersonHasOneOfAProvider() {
    done(link(day.ada, "7"));
    assertThat(code(link(day.bob, "7"))).isEqualTo(RefusalCode.IDENTITY_TAKEN);
    assertThat(code(link(day.ada, "8"))).isEqualTo(RefusalCode.IDENTITY_TAKEN);
    done(link(day.bob, "8"));
  }

  @Test
  void onlyAdminsLookAtOthersLinkAndUnlink() {
    String id = done(link(day.ada, "7")).id();
    for (User user : List.of(day.bob, day.tom, day.ada)) {
      assertThat(code(identities.link(day.by(user), day.ada.id(), "hill", "9")))
          .isEqualTo(RefusalCode.ADMINS_ONLY);
      assertThat(code(identities.unlink(day.by(user), id))).isEqualTo(RefusalCode.ADMINS_ONLY);
    }
    assertThat(code(identities.of(day.by(day.tom), day.ada.id())))
        .isEqualTo(RefusalCode.ADMINS_ONLY);
    assertThat(done(identities.of(day.by(day.tom), day.tom.id()))).isEmpty();
  }

  @Test
  void ofAnotherSchoolNothingIsSeenNorTaken() {
    LinkedIdentity linked = done(link(day.ada, "7"));
    var theirs =
        new LinkedIdentity(
            day.eve.schoolId(), day.eve.id(), "theirs", ISSUER, "7", false, day.now());
    assertThat(links.find(day.eve.schoolId(), ISSUER, "7")).isEmpty();
    assertThat(day.stores.factors().add(theirs.factor())).as("the same account there").isTrue();
    assertThat(theirs.id()).isNotEqualTo(linked.id());
    assertThat(code(identities.unlink(day.by(day.root), theirs.id())))
        .isEqualTo(code(identities.unlink(day.by(day.root), "nobodys")))
        .isEqualTo(RefusalCode.IDENTITY_NOT_FOUND);
    assertThat(code(identities.link(day.by(day.root), day.eve.id(), "hill", "9")))
        .isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(code(identities.of(day.by(day.root), day.eve.id())))
        .isEqualTo(RefusalCode.USER_NOT_FOUND);
    assertThat(done(identities.of(day.by(day.eve), day.eve.id()))).containsExactly(theirs);
    assertThat(code(identities.link(day.by(day.root), day.ada.id(), "dale", "7")))
        .as("the provider of another school")
        .isEqualTo(RefusalCode.INVALID_FIELD);
  }

  @Test
  void unlinkingEndsEveryTokenOfTheOwnerAndTheAccountIsFree() {
    String id = done(link(day.ada, "7")).id();
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isFalse();
    done(identities.unlink(day.by(day.root), id));
    assertThat(day.chat.endedTokens().contains(day.ada.id(), day.now())).isTrue();
    assertThat(links.find(day.hill, ISSUER, "7")).isEmpty();
    assertThat(code(identities.unlink(day.by(day.root), id)))
        .isEqualTo(RefusalCode.IDENTITY_NOT_FOUND);
    assertThat(day.audit()).anyMatch(one -> one.action().equals("identity.unlinked"));
    done(link(day.bob, "7"));
  }

  @Test
  void anAccountIsExpectedByWhatItsClaimWillSayAndLinkedWhenItSignsIn() {
    LinkedIdentity expected = done(expect(day.ada, "Ada.A@Hill.example"));
    assertThat(done(expect(day.ada, "ada.a@hill.example"))).isEqualTo(expected);
    assertThat(code(expect(day.bob, "ADA.A@hill.example"))).isEqualTo(RefusalCode.IDENTITY_TAKEN);
    assertThat(code(expect(day.ada, "other@hill.example"))).isEqualTo(RefusalCode.IDENTITY_TAKEN);
    assertThat(code(link(day.ada, "7"))).isEqualTo(RefusalCode.IDENTITY_TAKEN);
    assertThat(ways.isOne(expected.factor())).isFalse();
    LinkedIdentity found = links.expected(day.hill, ISSUER, "ada.a@HILL.example").orElseThrow();
    var hill = new IdentityProvider("hill", ISSUER, day.hill.value(), "email");
    assertThat(links.fulfil(found, day.ada, hill, "7")).isTrue();
    assertThat(links.expected(day.hill, ISSUER, "ada.a@hill.example")).isEmpty();
    assertThat(done(identities.of(day.by(day.root), day.ada.id())))
        .extracting(LinkedIdentity::subject, LinkedIdentity::expected)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("7", false));
    assertThat(links.fulfil(found, day.ada, hill, "8")).as("another account").isFalse();
  }

  @Test
  void whoIsExpectedNoMoreIsNotLinkedByASignInThatIsUnderWay() {
    done(expect(day.ada, "ada.a@hill.example"));
    LinkedIdentity found = links.expected(day.hill, ISSUER, "ada.a@hill.example").orElseThrow();
    done(identities.unlink(day.by(day.root), found.id()));
    var hill = new IdentityProvider("hill", ISSUER, day.hill.value(), "email");
    assertThat(links.fulfil(found, day.ada, hill, "7")).isFalse();
    assertThat(done(identities.of(day.by(day.root), day.ada.id()))).isEmpty();
  }

  @Test
  void whatSignedInMeanwhileIsNotSaidToBeUnlinked() {
    done(expect(day.ada, "ada.a@hill.example"));
    LinkedIdentity found = links.expected(day.hill, ISSUER, "ada.a@hill.example").orElseThrow();
    var hill = new IdentityProvider("hill", ISSUER, day.hill.value(), "email");
    assertThat(links.fulfil(found, day.ada, hill, "7")).isTrue();
    assertThat(links.unlink(AuditActor.OPERATOR, found, day.chat.endedTokens())).isFalse();
    assertThat(links.find(day.hill, ISSUER, "7")).isPresent();
  }

  @Test
  void whatNobodyCanSeeIsExpectedOfNobody() {
    for (String nothing : List.of(" ", "\u200b", "x".repeat(1_001))) {
      assertThat(code(expect(day.ada, nothing))).isEqualTo(RefusalCode.INVALID_FIELD);
      assertThat(links.expected(day.hill, ISSUER, nothing)).isEmpty();
    }
  }

  @Test
  void whatIsExpectedIsTakenBackAndEndsNobodysTokens() {
    LinkedIdentity expected = done(expect(day.root, "head@elsewhere.example"));
    day.change(new RosterChange.SetPassword(day.hill, day.root.id(), ""));
    day.setActive(day.rita, false);
    done(identities.unlink(day.by(day.root), expected.id()));
    assertThat(done(identities.of(day.by(day.root), day.root.id()))).isEmpty();
    assertThat(day.chat.endedTokens().contains(day.root.id(), day.now())).isFalse();
    assertThat(code(identities.expect(day.by(day.root), day.ada.id(), "bare", "ada@hill")))
        .as("of a provider without a claim")
        .isEqualTo(RefusalCode.INVALID_FIELD);
    assertThat(code(identities.expect(day.by(day.tom), day.ada.id(), "hill", "ada@hill")))
        .isEqualTo(RefusalCode.ADMINS_ONLY);
  }

  @Test
  void theLastAdminKeepsAWayToSignIn() {
    String id = done(link(day.root, "1")).id();
    day.change(new RosterChange.SetPassword(day.hill, day.root.id(), ""));
    day.setActive(day.rita, false);
    assertThat(code(identities.unlink(day.by(day.root), id))).isEqualTo(RefusalCode.LAST_ADMIN);
    assertThat(links.find(day.hill, ISSUER, "1")).isPresent();
    var over = new Factor(FactorKind.CODE, "x", day.hill, day.root.id(), "", day.now(), day.now());
    assertThat(day.stores.factors().add(over)).isTrue();
    assertThat(code(identities.unlink(day.by(day.root), id))).isEqualTo(RefusalCode.LAST_ADMIN);
    var unused = new Factor(FactorKind.CODE, "y", day.hill, day.root.id(), "", day.now(), null);
    assertThat(day.stores.factors().add(unused)).isTrue();
    done(identities.unlink(day.by(day.root), id));
  }

  @Test
  void anAccountThatLetsNobodyInAnyMoreIsUnlinkedFromTheLastAdminToo() {
    var old = new IdentityProvider("old", "https://login.old.example", HILL.school(), null);
    assertThat(links.link(AuditActor.of(day.root.id()), day.root, old, "1")).isTrue();
    day.change(new RosterChange.SetPassword(day.hill, day.root.id(), ""));
    day.setActive(day.rita, false);
    String id = links.find(day.hill, old.issuer(), "1").orElseThrow().id();
    done(identities.unlink(day.by(day.root), id));
  }

  @Test
  void ofManyAccountsLinkedToOnePersonAtOnceOneIs() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 200; round++) {
        UserId id = new UserId("new" + round);
        User user =
            new User(id, day.hill, Role.STUDENT, "N", "n@x", null, true, day.now(), day.now());
        var start = new CyclicBarrier(4);
        Callable<Boolean> linking =
            () -> links.link(AuditActor.of(id), user, HILL, id + " " + start.await());
        assertThat(threads.invokeAll(List.of(linking, linking, linking, linking)))
            .extracting(Future::resultNow)
            .containsOnlyOnce(true);
        assertThat(links.of(id)).hasSize(1);
      }
    }
  }

  @Test
  void oneLinkedByAnotherProcessMeanwhileStaysAlone() {
    FactorStore store = day.stores.factors();
    var theirs =
        new LinkedIdentity(day.hill, day.ada.id(), "hill", ISSUER, "theirs", false, day.now())
            .factor();
    day.stores.beforeNext("add", () -> assertThat(store.add(theirs)).isTrue());
    assertThat(links.link(AuditActor.of(day.ada.id()), day.ada, HILL, "ours")).isFalse();
    assertThat(store.of(day.ada.id())).containsExactly(theirs);
  }

  private Outcome<LinkedIdentity> expect(User user, String claimed) {
    return identities.expect(day.by(day.root), user.id(), "hill", claimed);
  }

  private Outcome<LinkedIdentity> link(User user, String subject) {
    return identities.link(day.by(day.root), user.id(), "hill", subject);
  }
}
