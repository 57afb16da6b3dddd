// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import homeroom.chat.session.SharedFailures;
import homeroom.chat.time.Timer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The second factors of staff: an app that makes a code every half minute ({@link Totp}), and
 * recovery codes for whoever lost it. Secrets are kept sealed, recovery codes as hashes; each code
 * counts once, in whatever process. Guesses of the app's code are slowed strongly, by the network
 * that they come from, and all together; those of recovery codes, which nobody guesses, as those of
 * passwords are. A device of the user, and a network, from which they signed in with the second
 * factor is slowed by its own guesses alone. Blocks on the store; safe for many threads.
 */
public final class SecondFactors {

  /** How long whoever proved the first factor may take for the second. */
  private static final Duration CHALLENGE = Duration.ofMinutes(5);

  /** How long a secret waits to be confirmed. */
  private static final Duration PENDING = Duration.ofHours(1);

  /** A used step is remembered for longer than it counts. */
  private static final Duration USED = Duration.ofMinutes(10);

  /** Longer than clocks of nodes differ, and than it takes until all ask for a new factor. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_LENGTH = 16;
  private static final int RECOVERY_GROUP = 4;
  private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final String CHALLENGED = "challenge";

  /** Of what guesses count for. */
  private static final String ACCOUNT = "second factor ";

  private static final String RECOVERY = "recovery code ";

  /** Where guesses come from, of which those of all networks count together. */
  private static final String ANYWHERE = "anywhere";

  /** The same for those of whoever is signed in. */
  private static final String OWN = "own";

  private static final Set<FactorKind> ALL =
      Set.of(
          FactorKind.TOTP, FactorKind.PENDING_TOTP, FactorKind.RECOVERY_CODE, FactorKind.TOTP_STEP);

  /** A secret that an app is to be given. */
  public record Begun(UserId userId, String secret, String uri) {

    @Override
    public String toString() {
      return "Begun[" + userId + "]";
    }
  }

  /** Somebody's second factor as it is now. */
  public record State(UserId userId, boolean enabled, int recoveryCodesLeft) {}

  /**
   * Where a second factor comes from.
   *
   * @param origin by which its guesses are counted: the key of a token of the user's that came with
   *     it, or the network
   * @param theirs whether somebody who passed the second factor was signed in there
   * @param network for the audit
   */
  record Place(String origin, boolean theirs, String network) {}

  /** Who proved the first factor, how and when. */
  record Challenged(UserId userId, String how, Instant at) {}

  private final FactorStore store;
  private final Roster roster;
  private final Audit audit;
  private final Clock clock;
  private final RandomGenerator random;
  private final DerivedKey key;
  private final SlowedSignIns slowing;
  private final SlowedSignIns slowingOfAll;
  private final SlowedSignIns recoverySlowing;

  public SecondFactors(
      FactorStore store,
      Roster roster,
      Audit audit,
      SharedFailures failures,
      AuthLimits limits,
      Clock clock,
      Timer timer,
      RandomGenerator random,
      DerivedKey key) {
    this.store = store;
    this.roster = roster;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.key = key;
    this.slowing = new SlowedSignIns(limits.secondFactors(), timer, random, "totp", failures);
    this.slowingOfAll =
        new SlowedSignIns(limits.allSecondFactors(), timer, random, "totps", failures);
    this.recoverySlowing = new SlowedSignIns(limits.slowing(), timer, random, "recovery", failures);
  }

  /** The caller's own, or, for an admin, that of somebody of the school. */
  public State state(Caller caller, UserId user) {
    demandMayLook(caller, user);
    List<Factor> all = store.of(user);
    return new State(
        user,
        all.stream().anyMatch(factor -> factor.kind() == FactorKind.TOTP),
        (int) all.stream().filter(each -> each.kind() == FactorKind.RECOVERY_CODE).count());
  }

  /** Makes a secret, which is to be confirmed with a code of it. */
  public Begun begin(Caller caller) {
    if (!caller.role().isStaff()) {
      throw notYours("A second factor is for the staff of the school.");
    }
    if (isEnabled(caller.userId())) {
      throw refused(
          RefusalCode.SECOND_FACTOR_NOT_BEGUN, "There is a second factor already; end it first.");
    }
    var secret = new byte[Totp.SECRET_BYTES];
    random.nextBytes(secret);
    Factor pending =
        factor(
            caller, FactorKind.PENDING_TOTP, seal(caller, secret), clock.instant().plus(PENDING));
    do {
      store.removeAll(caller.userId(), Set.of(FactorKind.PENDING_TOTP));
    } while (!store.add(pending)); // of many who begin at once, the last one's is to be confirmed
    User user = roster.userById(caller.userId()).orElseThrow();
    String text = Totp.base32(secret);
    String label = "Homeroom:" + encoded(user.signInName());
    return new Begun(
        caller.userId(), text, "otpauth://totp/" + label + "?secret=" + text + "&issuer=Homeroom");
  }

  /**
   * From now on it is asked for.
   *
   * @return the recovery codes, shown to nobody again
   */
  public List<String> confirm(Caller caller, String code) {
    Factor pending =
        store
            .find(FactorKind.PENDING_TOTP, caller.userId().value())
            .filter(found -> found.isValid(clock.instant()))
            .orElseThrow(() ->
                refused(
                    RefusalCode.SECOND_FACTOR_NOT_BEGUN,
                    "There is no secret to confirm; begin with 'create'."));
    demandRight(caller, code, () -> isRight(pending, code));
    var codes = new ArrayList<String>();
    store.removeAll(caller.userId(), Set.of(FactorKind.RECOVERY_CODE));
    for (int i = 0; i < RECOVERY_CODES; i++) {
      codes.add(recoveryCode());
      var _ =
          store.add(
              new Factor(
                  FactorKind.RECOVERY_CODE,
                  recoveryKey(caller.userId(), codes.getLast()),
                  caller.schoolId(),
                  caller.userId(),
                  "",
                  clock.instant(),
                  null));
    }
    audit.record(caller, AuditAction.SECOND_FACTOR_ENABLED, caller.userId().value());
    var _ = store.add(factor(caller, FactorKind.TOTP, pending.value(), null));
    var _ = store.remove(FactorKind.PENDING_TOTP, pending.key());
    return List.copyOf(codes);
  }

  /** The caller's own is asked for no more. */
  public void disable(Caller caller, @Nullable String totp, @Nullable String recoveryCode) {
    if (!isEnabled(caller.userId())) {
      throw refused(RefusalCode.SECOND_FACTOR_NOT_BEGUN, "There is no second factor to end.");
    }
    demandRight(caller, totp, () -> isRight(caller.userId(), totp, recoveryCode));
    audit.record(caller, AuditAction.SECOND_FACTOR_DISABLED, caller.userId().value());
    store.removeAll(caller.userId(), ALL);
  }

  /** An admin ends that of somebody else of the school. */
  public void reset(Caller caller, UserId user) {
    if (caller.role() != Role.ADMIN || caller.userId().equals(user)) {
      throw notYours(
          "An admin of the school ends the second factor of somebody else; one's own is ended by"
              + " 'patch' with a code of it.");
    }
    demandMayLook(caller, user);
    audit.record(caller, AuditAction.SECOND_FACTOR_RESET, user.value());
    store.removeAll(user, ALL);
  }

  /** Whoever runs the installation ends it, and has written that down. */
  public static void reset(FactorStore store, UserId user) {
    store.removeAll(user, ALL);
  }

  boolean isEnabled(UserId user) {
    return store.find(FactorKind.TOTP, user.value()).isPresent();
  }

  /** From when on whoever signed in with a password passed the second factor; empty without one. */
  Optional<Instant> passedSince(UserId user) {
    return store
        .find(FactorKind.TOTP, user.value())
        .map(factor -> factor.createdAt().plus(SETTLED));
  }

  /**
   * Whoever proved the first factor is asked for the second, if there is one.
   *
   * @param how the first was proved
   * @throws Rejection 401 with a challenge
   */
  void demand(User user, String how, Instant at) {
    if (isEnabled(user.id())) {
      String challenge = key.seal(user.id() + "\n" + how + "\n" + at.toEpochMilli(), CHALLENGED);
      throw new Rejection(
          ErrorPayload.of(
                  ErrorCode.TOTP_REQUIRED,
                  "A second factor is needed: send 'challenge' with 'totp' or 'recoveryCode'.")
              .with("challenge", challenge));
    }
  }

  /** Who was challenged, if it is not too long ago. */
  Optional<Challenged> challenged(String challenge) {
    return key.open(challenge, CHALLENGED)
        .map(text -> text.lines().toList())
        .map(parts ->
            new Challenged(
                new UserId(parts.get(0)),
                parts.get(1),
                Instant.ofEpochMilli(Long.parseLong(parts.get(2)))))
        .filter(who -> clock.instant().isBefore(who.at().plus(CHALLENGE)));
  }

  /** Wrong tries of the user did not happen. */
  public void forgetFailures(UserId user) {
    slowing.forget(ACCOUNT + user);
    slowingOfAll.forget(ACCOUNT + user);
    recoverySlowing.forget(RECOVERY + user);
  }

  /**
   * Whether it is the second factor of the user; it counts once. A wrong one is written down.
   *
   * @throws Rejection 429 while earlier wrong ones slow it
   */
  boolean prove(User user, @Nullable String totp, @Nullable String recoveryCode, Place place) {
    SlowedSignIns.Try turn = begin(user.id(), totp, place.origin());
    turn.awaitTurnUntold();
    var turns = new ArrayList<>(List.of(turn));
    if (totp != null && !place.theirs()) {
      SlowedSignIns.Try turnOfAll = slowingOfAll.begin(ACCOUNT + user.id(), ANYWHERE);
      try {
        turnOfAll.awaitTurn();
      } catch (Rejection later) {
        turn.giveBack(); // of the network, for whoever is in it and knows the code
        throw later;
      }
      turns.add(turnOfAll);
    }
    turn.tellTurn(); // not of a code that nobody looks at
    return isProved(
        turns,
        () -> isRight(user.id(), totp, recoveryCode),
        user.schoolId(),
        user.id(),
        place.network());
  }

  private void demandRight(Caller caller, @Nullable String totp, BooleanSupplier proof) {
    SlowedSignIns.Try turn = begin(caller.userId(), totp, OWN);
    turn.demandTurn();
    if (!isProved(List.of(turn), proof, caller.schoolId(), caller.userId(), "")) {
      throw refused(
          RefusalCode.SECOND_FACTOR_WRONG,
          "The code is wrong, or was used; wait for the next one.");
    }
  }

  /** A guess, of an app's code if there is one. */
  private SlowedSignIns.Try begin(UserId user, @Nullable String totp, String origin) {
    return totp != null
        ? slowing.begin(ACCOUNT + user, origin)
        : recoverySlowing.begin(RECOVERY + user, origin);
  }

  /** Ends the turns; a proof that the store could not look at is no wrong one. */
  private boolean isProved(
      List<SlowedSignIns.Try> turns,
      BooleanSupplier proof,
      SchoolId school,
      UserId user,
      String network) {
    boolean wrong = false;
    boolean slows = false;
    try {
      wrong = !proof.getAsBoolean();
    } finally {
      for (SlowedSignIns.Try turn : turns) {
        slows |= turn.end(wrong);
      }
    }
    if (wrong) {
      audit.signInFailed(school, user, network);
    }
    if (slows) {
      audit.signInSlowed(school, user, network);
    }
    return !wrong;
  }

  private boolean isRight(UserId user, @Nullable String totp, @Nullable String recoveryCode) {
    if (totp != null) {
      return store
          .find(FactorKind.TOTP, user.value())
          .filter(factor -> isRight(factor, totp))
          .isPresent();
    }
    return recoveryCode != null
        && recoveryCode.length() <= 4 * RECOVERY_LENGTH
        && store.remove(FactorKind.RECOVERY_CODE, recoveryKey(user, recoveryCode));
  }

  /** Whether the code is of the secret, and its step was not used. */
  private boolean isRight(Factor factor, String code) {
    Instant now = clock.instant();
    Optional<String> secret = key.open(factor.value(), factor.userId().value());
    if (secret.isEmpty()) {
      return false; // sealed with a secret that the server has no more
    }
    OptionalLong step = Totp.matching(Base64.getDecoder().decode(secret.get()), code.strip(), now);
    return step.isPresent()
        && store.add(
            new Factor(
                FactorKind.TOTP_STEP,
                factor.userId() + "/" + step.getAsLong(),
                factor.schoolId(),
                factor.userId(),
                "",
                now,
                now.plus(USED)));
  }

  private Factor factor(Caller caller, FactorKind kind, String value, @Nullable Instant expiresAt) {
    return new Factor(
        kind,
        caller.userId().value(),
        caller.schoolId(),
        caller.userId(),
        value,
        clock.instant(),
        expiresAt);
  }

  private String seal(Caller caller, byte[] secret) {
    return key.seal(Base64.getEncoder().encodeToString(secret), caller.userId().value());
  }

  private String recoveryCode() {
    var code = new StringBuilder();
    for (int i = 0; i < RECOVERY_LENGTH; i++) {
      code.append(i > 0 && i % RECOVERY_GROUP == 0 ? "-" : "")
          .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  /** Without the server's secret: nobody guesses 78 bits, and a new secret locks nobody out. */
  private static String recoveryKey(UserId user, String typed) {
    String code = typed.toUpperCase(Locale.ROOT).replace("-", "").replace(" ", "");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((user + "/" + code).getBytes(StandardCharsets.UTF_8));
      return user + "/" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  private void demandMayLook(Caller caller, UserId user) {
    if (!caller.userId().equals(user)) {
      if (caller.role() != Role.ADMIN) {
        throw notYours("Only an admin of the school sees the second factors of others.");
      }
      if (roster.user(caller.schoolId(), user).isEmpty()) {
        throw Rejection.notFound(RefusalCode.USER_NOT_FOUND, user.value());
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Rejection notYours(String why) {
    return refused(RefusalCode.SECOND_FACTOR_NOT_YOURS, why);
  }

  private static Rejection refused(RefusalCode code, String why) {
    return new Rejection(ErrorPayload.of(Refusal.of(code, why)));
  }
}
