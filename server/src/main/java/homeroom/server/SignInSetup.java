// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.api.auth.AuthLimits;
import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Authenticator;
import homeroom.api.auth.BrowserSignIns;
import homeroom.api.auth.DerivedKey;
import homeroom.api.auth.Issuer;
import homeroom.api.auth.IssuerTokens;
import homeroom.api.auth.Passwords;
import homeroom.api.auth.SecondFactors;
import homeroom.api.auth.TokenCheck;
import homeroom.api.oidc.OidcRoutes;
import homeroom.chat.Chat;
import homeroom.chat.Stores;
import homeroom.chat.audit.Audit;
import homeroom.chat.people.Devices;
import homeroom.chat.people.Identities;
import homeroom.chat.people.IdentityLinks;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.people.SignInWays;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.FactorStore;
import homeroom.chat.time.Timer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out, built from the options, and what keeps it up to date. */
final class SignInSetup {

  private static final Logger LOG = LoggerFactory.getLogger(SignInSetup.class);

  /** How soon it is noticed that a command ended tokens. */
  private static final Duration ENDED_POLL = Duration.ofMillis(500);

  private static final Duration PURGE = Duration.ofMinutes(10);

  /** How soon failures of a quarter of an hour that is over are an entry of the audit. */
  private static final Duration SETTLE = Duration.ofMinutes(1);

  final AccessTokens tokens;
  final AuthenticationService service;
  final SignInCodes codes;
  final Identities identities;
  final SecondFactors secondFactors;
  final @Nullable OidcRoutes oidc;
  private final FactorStore factors;
  private final Clock clock;
  private final EndedTokens ended;
  private final Devices devices;
  private final Audit audit;
  private final @Nullable IssuerTokens issuer;
  private final AuthLimits limits;
  private final Timer timer;

  SignInSetup(
      Stores stores,
      Chat<?> chat,
      SignInWays ways,
      Passwords passwords,
      byte[] secret,
      ServerOptions options,
      Clock clock,
      Timer timer,
      IdSource ids) {
    this.timer = timer;
    limits = options.signIn.limits();
    tokens = new AccessTokens(secret, clock, ids);
    ended = chat.endedTokens();
    devices = chat.devices();
    audit = chat.audit();
    Issuer configured = options.signIn.issuer();
    issuer = configured == null ? null : new IssuerTokens(configured, limits, clock);
    var random = new SecureRandom();
    codes =
        new SignInCodes(
            stores.factors(),
            chat.roster(),
            audit,
            clock,
            random,
            DerivedKey.ofCodes(secret)::hash);
    var links = new IdentityLinks(stores.factors(), audit, clock);
    identities = new Identities(links, ways, chat.userRegistrar(), chat.roster(), ended);
    secondFactors =
        new SecondFactors(
            stores.factors(),
            chat.roster(),
            audit,
            chat.failures(),
            limits,
            clock,
            timer,
            random,
            DerivedKey.ofSecondFactors(secret));
    ended.onForgivenFailures(secondFactors::forgetFailures);
    // As a new password does: whoever guessed the second factor knew the one before.
    ended.onEndOfAll(secondFactors::forgetFailures);
    factors = stores.factors();
    this.clock = clock;
    oidc = oidc(stores, options, secret, links);
    BrowserSignIns browsers = oidc == null ? BrowserSignIns.NONE : oidc.signIns();
    var authenticator =
        new Authenticator(
            chat.rosterStore(),
            chat.roster(),
            passwords,
            tokens,
            new TokenCheck(tokens, issuer, limits),
            ended,
            chat.failures(),
            chat.audit(),
            codes,
            limits,
            options.tokenLifetime,
            clock,
            timer,
            random);
    service =
        new AuthenticationService(
            authenticator, ended, devices, secondFactors, browsers, limits, chat.calls());
  }

  /** The addresses of identity providers; null if there are none. */
  private @Nullable OidcRoutes oidc(
      Stores stores, ServerOptions options, byte[] secret, IdentityLinks links) {
    if (options.identityProviders.isEmpty()) {
      return null;
    }
    PublicUrl url = options.publicUrl;
    if (url == null) {
      throw new IllegalArgumentException(
          "An identity provider in --config needs --public-url, of which its redirect addresses are"
              + " made.");
    }
    return new OidcRoutes(
        options.identityProviders,
        url.toString(),
        stores.roster(),
        stores.rosterImports(),
        links,
        DerivedKey.ofBrowsers(secret),
        clock,
        timer);
  }

  /**
   * Begins to follow other processes and the identity provider.
   *
   * @param isNode whether this server is a node, which looks for ended tokens as part of its polls
   */
  void keepUp(boolean isNode) {
    IssuerTokens theirs = issuer;
    if (theirs != null) {
      var _ = theirs.refreshKeys();
      every(limits.keySetRefresh(), theirs::refreshKeys);
    }
    if (!isNode) {
      every(ENDED_POLL, ended::refresh);
    }
    every(PURGE, ended::purge);
    every(PURGE, devices::purge);
    every(PURGE, () -> factors.purge(clock.instant()));
    every(SETTLE, audit::settle);
  }

  /** On a virtual thread of its own, since the timer has other things to do. */
  private void every(Duration pause, Runnable work) {
    Runnable once =
        () -> {
          safely(work);
          every(pause, work);
        };
    var _ = timer.after(pause, () -> Thread.startVirtualThread(once));
  }

  private static void safely(Runnable work) {
    try {
      work.run();
    } catch (StoreUnavailable e) {
      LOG.debug("Signing in could not be brought up to date; trying again.", e);
    } catch (RuntimeException e) {
      LOG.warn("Signing in could not be brought up to date; trying again.", e);
    }
  }
}
