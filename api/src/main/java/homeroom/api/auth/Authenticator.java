package homeroom.api.auth;

import homeroom.api.wire.ErrorName;
import homeroom.api.wire.Rejection;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs people in. Blocks on the store and on password hashing; safe for many threads. */
public final class Authenticator {

  private final RosterStore store;
  private final Roster roster;
  private final Passwords passwords;
  private final AccessTokens tokens;
  private final Duration tokenLifetime;

  public Authenticator(
      RosterStore store,
      Roster roster,
      Passwords passwords,
      AccessTokens tokens,
      Duration tokenLifetime) {
    this.store = store;
    this.roster = roster;
    this.passwords = passwords;
    this.tokens = tokens;
    this.tokenLifetime = tokenLifetime;
  }

  /**
   * Signs in with e-mail address and password. An unknown address, a wrong password and a
   * deactivated account get one answer after one length of time.
   *
   * @throws Rejection 401
   */
  public Session local(String email, String password) {
    Optional<Credentials> found = store.credentials(email);
    if (found.isEmpty()) {
      passwords.checkNobody(password);
      throw invalidLogin();
    }
    User user = found.get().user();
    if (!passwords.matches(password, found.get().passwordHash()) || !user.active()) {
      throw invalidLogin();
    }
    return new Session(tokens.issue(user.id(), tokenLifetime), user);
  }

  /**
   * The session of who holds this token now.
   *
   * @throws Rejection 401 if it is missing, forged, expired or of a user who is not active
   */
  public Session token(@Nullable String text) {
    AccessToken token = tokens.check(text);
    return roster
        .userById(token.userId())
        .filter(User::active)
        .map(user -> new Session(token, user))
        .orElseThrow(() ->
            Rejection.of(
                ErrorName.NOT_AUTHENTICATED,
                "user-inactive",
                "The user of this access token is not active; ask the school."));
  }

  private static Rejection invalidLogin() {
    return Rejection.of(
        ErrorName.NOT_AUTHENTICATED,
        "invalid-login",
        "The e-mail address or the password is wrong.");
  }
}
