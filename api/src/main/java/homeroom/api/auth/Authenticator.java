// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.Rejection;
import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.people.Devices;
import homeroom.chat.people.SignInCodes;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterLimits;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.SharedFailures;
import homeroom.chat.time.Timer;
import homeroom.http.Network;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs people in and out. Blocks on the store and on password hashing; safe for many threads. */
public final class Authenticator {

  private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

  /** The longest password that is looked at, in characters. */
  static final int MAX_PASSWORD = RosterLimits.MAX_PASSWORD;

  /** Of what tries count for: an account that is there, by its id. */
  private static final String ACCOUNT = "account ";

  /** The same for one that is not, by what was typed. */
  private static final String NAME = "name ";

  /** The same for sign-in codes, which say nobody's name. */
  private static final String CODES = "codes";

  private final RosterStore store;
  private final Accounts accounts;
  private final Roster roster;
  private final Passwords passwords;
  private final AccessTokens tokens;
  private final TokenCheck check;
  private final EndedTokens ended;
  private final Audit audit;
  private final SlowedSignIns slowing;
  private final SlowedSignIns codeSlowing;
  private final SignInCodes codes;
  private final Duration tokenLifetime;
  private final Clock clock;
  private final Timer timer;
  private final FailureTime failureTime;

  public Authenticator(
      RosterStore store,
      Roster roster,
      Passwords passwords,
      AccessTokens tokens,
      TokenCheck check,
      EndedTokens ended,
      SharedFailures failures,
      Audit audit,
      SignInCodes codes,
      AuthLimits limits,
      Duration tokenLifetime,
      Clock clock,
      Timer timer,
      RandomGenerator random) {
    this.store = store;
    this.accounts = new Accounts(store);
    this.roster = roster;
    this.passwords = passwords;
    this.tokens = tokens;
    this.check = check;
    this.ended = ended;
    this.audit = audit;
    this.codes = codes;
    this.slowing = new SlowedSignIns(limits.slowing(), timer, random, "password", failures);
    this.codeSlowing = new SlowedSignIns(SlowingLimits.CODES, timer, random, "code", failures);
    this.tokenLifetime = tokenLifetime;
    this.clock = clock;
    this.timer = timer;
    this.failureTime = new FailureTime(timer);
    ended.onForgivenFailures(this::forgetFailures);
  }

  /**
   * Proves to be somebody by e-mail address or user name, and password. An unknown name, a wrong
   * password and a deactivated account get one answer, at one of few points of time: how long it
   * took tells nothing. After many failures it waits for its turn.
   *
   * @param from the client's address
   * @param earlier a token that the client has, over or not: that of the same user shows a device
   *     of theirs, whose tries no failures of others slow
   * @throws Rejection 401; 429 if too many wait
   */
  Proof password(LoginName name, String password, InetAddress from, @Nullable String earlier) {
    Instant asked = clock.instant();
    long askedAt = timer.nanoTime();
    Credentials account = accounts.find(name).orElse(null);
    String origin = origin(account, from, earlier);
    SlowedSignIns.Try turn =
        slowing.begin(account == null ? NAME + name.text() : ACCOUNT + account.user().id(), origin);
    turn.awaitTurn();
    long began = timer.nanoTime();
    var computing = new AtomicLong(began);
    Credentials known = null;
    boolean right = false;
    boolean failed = false;
    boolean slows = false;
    try {
      if (account != null) {
        // Whoever proves to be somebody after an ending of another process has a token of after it.
        ended.refresh(account.user().id());
        askedAt = timer.nanoTime();
        known = store.credentials(account.user().id()).orElse(null);
      }
      right =
          passwords.attempt(
              origin,
              password.length() <= MAX_PASSWORD ? password : "",
              hash(known, password),
              () -> computing.set(timer.nanoTime()));
      failed = !right;
      failureTime.computed(computing.get());
    } finally {
      slows = turn.end(failed);
    }
    if (!right || known == null) {
      writeDownFailure(known == null ? null : known.user(), Network.of(from).name(), slows);
      failureTime.await(began, computing.get());
      throw Rejection.of(
          ErrorCode.INVALID_LOGIN, "The e-mail address, the user name or the password is wrong.");
    }
    upgrade(known, password);
    return new Proof(known.user(), "password", asked, askedAt);
  }

  /**
   * The same by a single-use code, which is good no more. Wrong ones slow later ones from the same
   * network.
   *
   * @throws Rejection 401; 429 if too many wait
   */
  Proof code(String typed, InetAddress from) {
    Instant asked = clock.instant();
    long askedAt = timer.nanoTime();
    SlowedSignIns.Try turn = codeSlowing.begin(CODES, Network.of(from).name());
    turn.awaitTurn();
    Optional<User> user;
    boolean wrong = false;
    boolean slows;
    try {
      user = codes.redeem(typed);
      wrong = user.isEmpty();
    } finally {
      slows = turn.end(wrong);
    }
    if (slows) {
      audit.signInSlowed(Network.of(from).name());
    }
    if (user.isEmpty()) {
      audit.signInFailed(Network.of(from).name());
      throw Rejection.of(
          ErrorCode.INVALID_CODE, "The code is wrong, was used, or is over; ask for another one.");
    }
    return new Proof(user.get(), "code", asked, askedAt);
  }

  /**
   * The same by having signed in at an identity provider. A one-time code that is none is written
   * down; nobody guesses 256 bits. What ended all tokens of the user after they came back from
   * there ends this sign-in, too.
   *
   * @throws Rejection 401
   */
  Proof elsewhere(String code, BrowserSignIns browsers, String cookies, InetAddress from) {
    Optional<Proof> proof =
        browsers
            .redeem(code, cookies)
            .flatMap(who ->
                roster
                    .userById(who.user().id())
                    .filter(User::active)
                    .map(user ->
                        new Proof(user, "oidc " + who.provider(), who.asked(), who.askedAt())));
    if (proof.isEmpty()) {
      audit.signInFailed(Network.of(from).name());
      throw Rejection.of(
          ErrorCode.INVALID_CODE,
          "The one-time code is wrong, was used, or is over; sign in again.");
    }
    return proof.get();
  }

  /**
   * The same by a second factor, after the first one was proved.
   *
   * @param devices which show from what networks the user signed in before
   * @param earlier as with a password
   * @throws Rejection 401; 429 if too many wait
   */
  Proof second(
      SignInPayload wish,
      SecondFactors factors,
      Devices devices,
      InetAddress from,
      @Nullable String earlier) {
    Instant asked = clock.instant();
    long askedAt = timer.nanoTime();
    Optional<SecondFactors.Challenged> who =
        Optional.ofNullable(wish.challenge())
            .flatMap(factors::challenged)
            .filter(challenged -> !ended.contains(challenged.userId(), challenged.at()));
    Optional<User> user =
        who.flatMap(challenged -> roster.userById(challenged.userId())).filter(User::active);
    if (user.isEmpty()
        || !factors.prove(
            user.get(),
            wish.totp(),
            wish.recoveryCode(),
            place(user.get().id(), factors, devices, Network.of(from).name(), earlier))) {
      throw Rejection.of(
          ErrorCode.TOTP_INVALID,
          "The second factor is wrong or was used, or the first one is too long ago.");
    }
    return new Proof(user.get(), who.orElseThrow().how() + ", second factor", asked, askedAt);
  }

  /** A session of whoever proved to be somebody. */
  Session open(Proof proof, InetAddress from) {
    User user = proof.user();
    writeDown(AuditAction.SIGN_IN, user, proof.how(), Network.of(from).name());
    Instant issued = ended.issueTime(user.id(), proof.asked(), proof.askedAt());
    long generation = ended.generation(user.id(), proof.askedAt());
    return new Session(tokens.issue(user.id(), issued, generation, tokenLifetime), user);
  }

  /**
   * Whether the password is that of the caller, who is signed in. Wrong ones slow later ones of the
   * same user, and are written down, as those of a sign-in are.
   *
   * @throws Rejection 429 while earlier wrong ones slow it
   */
  boolean isOwnPassword(Caller caller, String password) {
    User user = roster.userById(caller.userId()).orElseThrow();
    String share = "user " + user.id();
    SlowedSignIns.Try turn = slowing.begin(ACCOUNT + user.id(), share);
    turn.demandTurn(); // a call of a service: who waits here would hold up other calls
    boolean failed = false;
    boolean slows = false;
    try {
      Credentials known = store.credentials(user.id()).orElse(null);
      failed = !passwords.attempt(share, password, hash(known, password), () -> {});
    } finally {
      slows = turn.end(failed);
    }
    if (failed) {
      writeDownFailure(user, "", slows);
    }
    return !failed;
  }

  /** What the password has to match; null if nobody signs in with it. */
  private static @Nullable String hash(@Nullable Credentials known, String password) {
    return known != null && known.user().active() && password.length() <= MAX_PASSWORD
        ? known.passwordHash()
        : null;
  }

  /** The network, or the device that has a token of the one who signs in. */
  private String origin(@Nullable Credentials account, InetAddress from, @Nullable String earlier) {
    Optional<String> device =
        account == null
            ? Optional.empty()
            : token(account.user().id(), earlier).map(AccessToken::key);
    return device.orElseGet(() -> Network.of(from).name());
  }

  /** The earlier token if it is the user's, over or not. */
  private Optional<AccessToken> token(UserId user, @Nullable String earlier) {
    return check.holder(earlier).filter(token -> user.equals(token.userId()));
  }

  /**
   * A device or a network of the user's, or any other network: also one that signed in without the
   * second factor, as somebody may who knows the password alone.
   */
  private SecondFactors.Place place(
      UserId user,
      SecondFactors factors,
      Devices devices,
      String network,
      @Nullable String earlier) {
    Instant since = factors.passedSince(user).orElse(Instant.MAX);
    Optional<String> device =
        token(user, earlier)
            .filter(token -> !token.issuedAt().isBefore(since))
            .map(AccessToken::key);
    boolean theirs = device.isPresent() || devices.haveSignedIn(user, network, since);
    return new SecondFactors.Place(device.orElse(network), theirs, network);
  }

  private void forgetFailures(UserId id) {
    slowing.forget(ACCOUNT + id);
  }

  /**
   * The session of who holds this token now.
   *
   * @throws Rejection 401 if it is missing, forged, expired, ended, or of a user who is not active
   */
  Session token(@Nullable String text) {
    AccessToken token = check.check(text);
    demandValid(token);
    return roster
        .userById(token.userId())
        .filter(User::active)
        .map(user -> new Session(token, user))
        .orElseThrow(() ->
            Rejection.of(
                ErrorCode.USER_INACTIVE,
                "The user of this access token is not active; ask the school."));
  }

  /**
   * Makes sure that a token, checked before, is neither over nor ended. Costs a look-up.
   *
   * @throws Rejection 401
   */
  void demandValid(AccessToken token) {
    if (!clock.instant().isBefore(token.expiresAt())) {
      throw TokenCheck.expired();
    }
    if (isEnded(token)) {
      throw Rejection.of(ErrorCode.TOKEN_ENDED, "The access token was ended; sign in again.");
    }
  }

  /** Whether it was ended by itself, or with all others of its user. */
  boolean isEnded(AccessToken token) {
    return ended.contains(token.key())
        || ended.contains(token.userId(), token.issuedAt())
        || ended.contains(token.userId(), token.generation());
  }

  /**
   * Whether the user of the session is not active any more, as stored now: another process may have
   * seen to that a moment ago, and the roster here not know it yet.
   *
   * @throws StoreUnavailable if that is not known
   */
  boolean isDeactivated(Session session) {
    User user = session.user();
    return roster.users(user.schoolId(), List.of(user.id())).stream().noneMatch(User::active);
  }

  /** Ends the session's token, durably, wherever it is used. */
  void signOut(Session session) {
    writeDown(AuditAction.SIGN_OUT, session.user(), "", ""); // an ended token cannot try again
    ended.end(session.token().key(), session.token().expiresAt());
  }

  private void writeDown(AuditAction action, User user, String detail, String network) {
    var actor = AuditActor.of(user.id());
    audit.record(user.schoolId(), actor, action, user.id().value(), detail, network);
  }

  /**
   * Of an account, or of a name that nobody has.
   *
   * @param slows whether later tries are slowed from now on
   */
  private void writeDownFailure(@Nullable User account, String network, boolean slows) {
    if (account == null) {
      audit.signInFailed(network);
      return;
    }
    audit.signInFailed(account.schoolId(), account.id(), network);
    if (slows) {
      audit.signInSlowed(account.schoolId(), account.id(), network);
    }
  }

  /** The password was right: an old hash gives way to one of today. */
  private void upgrade(Credentials known, String password) {
    if (store.renewsHashes() && Passwords.isOutdated(known.passwordHash())) {
      try {
        var _ = store.replaceHash(known, passwords.hash(password));
      } catch (StoreUnavailable e) {
        LOG.info("A password hash was not renewed; the next sign-in tries again.", e);
      }
    }
  }
}
