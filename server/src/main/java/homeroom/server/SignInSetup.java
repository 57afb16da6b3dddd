package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.api.auth.AuthLimits;
import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Authenticator;
import homeroom.api.auth.Issuer;
import homeroom.api.auth.IssuerTokens;
import homeroom.api.auth.Passwords;
import homeroom.api.auth.TokenCheck;
import homeroom.chat.Chat;
import homeroom.chat.Stores;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.session.EndedTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out, built from the options, and what keeps it up to date. */
final class SignInSetup {

  private static final Logger LOG = LoggerFactory.getLogger(SignInSetup.class);

  /** How soon a sign-out on another node is noticed. */
  private static final Duration ENDED_POLL = Duration.ofMillis(500);

  private static final Duration PURGE = Duration.ofMinutes(10);

  final AccessTokens tokens;
  final AuthenticationService service;
  private final EndedTokens ended;
  private final @Nullable IssuerTokens issuer;
  private final AuthLimits limits;

  SignInSetup(
      Stores stores,
      Chat<?> chat,
      Passwords passwords,
      byte[] secret,
      ServerOptions options,
      Clock clock,
      IdSource ids) {
    limits = options.signIn.limits();
    tokens = new AccessTokens(secret, clock, ids);
    ended = chat.endedTokens();
    Issuer configured = options.signIn.issuer();
    issuer = configured == null ? null : new IssuerTokens(configured, limits, clock);
    var authenticator =
        new Authenticator(
            stores.roster(),
            chat.roster(),
            passwords,
            tokens,
            new TokenCheck(tokens, issuer, limits),
            ended,
            limits,
            options.tokenLifetime,
            clock);
    service = new AuthenticationService(authenticator, ended, limits);
  }

  /** Begins to follow other nodes and the identity provider. */
  void keepUp(ScheduledExecutorService timer) {
    IssuerTokens theirs = issuer;
    if (theirs != null) {
      var _ = theirs.refreshKeys();
      every(timer, limits.keySetRefresh(), theirs::refreshKeys);
    }
    every(timer, ENDED_POLL, ended::refresh);
    every(timer, PURGE, ended::purge);
  }

  /** On a virtual thread of its own, since the timer has other things to do. */
  private static void every(ScheduledExecutorService timer, Duration pause, Runnable work) {
    Runnable safely =
        () -> {
          try {
            work.run();
          } catch (StoreUnavailable e) {
            LOG.debug("Signing in could not be brought up to date; trying again.", e);
          } catch (RuntimeException e) {
            LOG.warn("Signing in could not be brought up to date; trying again.", e);
          }
        };
    var _ =
        timer.scheduleWithFixedDelay(
            () -> Thread.startVirtualThread(safely),
            pause.toMillis(),
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
