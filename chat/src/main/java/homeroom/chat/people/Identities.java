// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Which accounts at identity providers the people of a school sign in with: admins see, link and
 * unlink those of their school, everybody sees their own. Blocks on the store; safe for many
 * threads.
 */
public final class Identities {

  private final IdentityLinks links;
  private final SignInWays ways;
  private final UserRegistrar registrar;
  private final Roster roster;
  private final Unlinking unlinking;

  public Identities(
      IdentityLinks links,
      SignInWays ways,
      UserRegistrar registrar,
      Roster roster,
      EndedTokens ended) {
    this.links = links;
    this.ways = ways;
    this.registrar = registrar;
    this.roster = roster;
    this.unlinking = new Unlinking(links, ways, roster, registrar.lastAdmin(), ended);
  }

  /** Those of a person. */
  public Outcome<List<LinkedIdentity>> of(Caller caller, UserId id) {
    return id.equals(caller.userId())
        ? Outcome.done(links.of(id))
        : registrar.mayChange(caller, id).map(user -> links.of(user.id()));
  }

  /** Links an account at a provider of the school; doing it twice changes nothing. */
  public Outcome<LinkedIdentity> link(Caller caller, UserId id, String provider, String subject) {
    return registrar
        .mayChange(caller, id)
        .flatMap(user ->
            Outcome.found(provider(caller, provider), () -> noProvider(provider))
                .flatMap(found ->
                    registrar.lastAdmin().inTurn(() -> link(caller, user, found, subject))));
  }

  private Outcome<LinkedIdentity> link(
      Caller caller, User user, IdentityProvider provider, String subject) {
    return once(
        user,
        () -> links.find(user.schoolId(), provider.issuer(), subject),
        () -> links.link(AuditActor.of(caller.userId()), user, provider, subject));
  }

  /**
   * Links the account of which a provider of the school will say that, when it signs in for the
   * first time; doing it twice changes nothing.
   */
  public Outcome<LinkedIdentity> expect(Caller caller, UserId id, String provider, String claimed) {
    return registrar
        .mayChange(caller, id)
        .flatMap(user ->
            Outcome.found(provider(caller, provider), () -> noProvider(provider))
                .flatMap(found ->
                    Outcome.check(found.claim() != null, () -> noClaim(provider))
                        .andThen(() ->
                            Outcome.check(
                                IdentityLinks.isExpectable(claimed), Identities::nothingSaid))
                        .andThen(() ->
                            registrar
                                .lastAdmin()
                                .inTurn(() -> expect(caller, user, found, claimed)))));
  }

  private Outcome<LinkedIdentity> expect(
      Caller caller, User user, IdentityProvider provider, String claimed) {
    return once(
        user,
        () -> links.expected(user.schoolId(), provider.issuer(), claimed),
        () -> links.expect(AuditActor.of(caller.userId()), user, provider, claimed));
  }

  /** Makes the link if there is none yet; refused if it is not the user's then. */
  private static Outcome<LinkedIdentity> once(
      User user, Supplier<Optional<LinkedIdentity>> find, BooleanSupplier link) {
    Optional<LinkedIdentity> known = find.get();
    if (known.isEmpty() && link.getAsBoolean()) {
      known = find.get();
    }
    return Outcome.found(
        known.filter(own -> own.userId().equals(user.id())),
        () ->
            Refusal.of(
                RefusalCode.IDENTITY_TAKEN,
                "The account is somebody else's, or the person has another one of the provider;"
                    + " unlink that first."));
  }

  private Optional<IdentityProvider> provider(Caller caller, String name) {
    return roster
        .school(caller.schoolId())
        .flatMap(school ->
            ways.providers().stream()
                .filter(one -> one.name().equals(name) && one.isOf(school))
                .findFirst());
  }

  private static Refusal noProvider(String name) {
    return Refusal.of(
        RefusalCode.INVALID_FIELD,
        "The school has no identity provider that is called '" + name + "'.",
        "provider",
        "is none of the school's");
  }

  private static Refusal noClaim(String name) {
    return Refusal.of(
        RefusalCode.INVALID_FIELD,
        "Of the accounts of '" + name + "' no claim says whose they are: link one by its subject.",
        "expected",
        "is for a provider with a claim");
  }

  private static Refusal nothingSaid() {
    return Refusal.of(
        RefusalCode.INVALID_FIELD,
        "'expected' is what the claim will say, such as an address or a user name.",
        "expected",
        "has nothing that can be seen");
  }

  /**
   * Unlinks an account, and ends every token of its owner; not if the school then had no admin who
   * can sign in.
   */
  public Outcome<LinkedIdentity> unlink(Caller caller, String id) {
    return registrar
        .mayChange(caller)
        .andThen(() ->
            Outcome.found(
                links.find(id).filter(link -> link.schoolId().equals(caller.schoolId())),
                () -> Unlinking.notFound(id)))
        .flatMap(link -> unlinking.unlink(AuditActor.of(caller.userId()), link));
  }
}
