// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.util.Locale;

/**
 * The reasons to refuse that are the wire's own, apart from the rules of the chat, which have those
 * of {@link homeroom.chat.school.RefusalCode}. Stable; {@code docs/errors.md} is made from both.
 */
public enum ErrorCode {
  MALFORMED_JSON(
      ErrorName.BAD_REQUEST,
      "The body is empty, breaks off, names a key twice, or is no JSON.",
      "Send one JSON object."),
  MALFORMED_QUERY(
      ErrorName.BAD_REQUEST,
      "The query of the URL cannot be read.",
      "Write `name=value`, `name[$lt]=value`, encoded as URLs are."),
  TOKEN_IN_URL(
      ErrorName.BAD_REQUEST,
      "A token stands in the URL, and so in logs.",
      "Send `Authorization: Bearer …`, or `auth: { token }` on a socket; end that token."),
  UNKNOWN_EVENT(
      ErrorName.BAD_REQUEST,
      "There is no such event on a socket.",
      "Compare its name with `/asyncapi.json`."),
  TOKEN_MISSING(
      ErrorName.NOT_AUTHENTICATED, "No access token came with the call.", "Sign in and send it."),
  TOKEN_INVALID(
      ErrorName.NOT_AUTHENTICATED,
      "The access token is none that this server accepts.",
      "Sign in again."),
  TOKEN_EXPIRED(ErrorName.NOT_AUTHENTICATED, "The access token is over.", "Sign in again."),
  TOKEN_ENDED(
      ErrorName.NOT_AUTHENTICATED,
      "The access token was signed out, or the user has a new password.",
      "Sign in again."),
  NOT_SIGNED_IN(
      ErrorName.NOT_AUTHENTICATED,
      "Nobody signed in on the socket.",
      "Connect with `auth: { token }`, or create `authentication`."),
  INVALID_LOGIN(
      ErrorName.NOT_AUTHENTICATED,
      "The name or the password is wrong, or the user is not active.",
      "Ask the person to type them again."),
  UNKNOWN_STRATEGY(
      ErrorName.NOT_AUTHENTICATED,
      "The `strategy` of a sign-in is missing, or is none that there is.",
      "See `authentication` in `/openapi.json`."),
  TOTP_REQUIRED(
      ErrorName.NOT_AUTHENTICATED,
      "The password or code was right, and the user has a second factor.",
      "Repeat with `data.challenge` as `challenge`, and `totp` or `recoveryCode`, within 5"
          + " minutes."),
  TOTP_INVALID(
      ErrorName.NOT_AUTHENTICATED,
      "The second factor is wrong or was used, or the challenge is too old.",
      "Ask for the next code; after 5 minutes begin anew."),
  OIDC_FAILED(
      ErrorName.NOT_AUTHENTICATED,
      "The sign-in with an identity provider came to nothing; it stands behind `#error=`.",
      "Begin again; the log of the server says why."),
  OIDC_NO_ACCOUNT(
      ErrorName.NOT_AUTHENTICATED,
      "Nobody of the school has the account at the identity provider; it stands behind `#error=`.",
      "The person asks the school."),
  INVALID_CODE(
      ErrorName.NOT_AUTHENTICATED,
      "The sign-in code, or the one-time code of an identity provider, is wrong, was used, or is"
          + " over.",
      "Ask the school for another one."),
  USER_INACTIVE(
      ErrorName.NOT_AUTHENTICATED, "The user was deactivated.", "The person asks the school."),
  SERVICE_NOT_FOUND(
      ErrorName.NOT_FOUND, "There is no service of that name.", "See `/openapi.json`."),
  METHOD_NOT_ALLOWED(
      ErrorName.METHOD_NOT_ALLOWED,
      "The service does not offer the method.",
      "See `/openapi.json`; over REST `Allow` names those there are."),
  ID_MISSING(
      ErrorName.METHOD_NOT_ALLOWED,
      "The method changes or gives one thing, and its id is missing.",
      "Name the id; many at once is not offered."),
  MANY_NOT_OFFERED(
      ErrorName.METHOD_NOT_ALLOWED, "The data is a list.", "Send one object in each call."),
  ONLY_JSON(
      ErrorName.NOT_ACCEPTABLE,
      "The header `Accept` leaves JSON out.",
      "Send `Accept: application/json`, or none."),
  NOT_JSON(
      ErrorName.UNSUPPORTED_MEDIA_TYPE,
      "The body came without `Content-Type: application/json`.",
      "Send that header."),
  SIGN_IN_RATE(
      ErrorName.TOO_MANY_REQUESTS,
      "After failed sign-ins to the account from this network, too many tries wait for their turn.",
      "Try again after `retryAfterMs`."),
  TOO_MANY_SOCKETS(
      ErrorName.TOO_MANY_REQUESTS,
      "The user has as many sockets open as one may have.",
      "Close one of them, or repeat after `retryAfterMs`, when the dead among them are closed."),
  FAULT(
      ErrorName.GENERAL_ERROR,
      "The server has a fault; the message holds the number under which its log has it.",
      "Tell the operator the number."),
  UNAVAILABLE(
      ErrorName.UNAVAILABLE,
      "The server cannot take it now.",
      "Repeat after `retryAfterMs`, a message with the same `clientId`.");

  private final ErrorName error;
  private final String when;
  private final String remedy;

  ErrorCode(ErrorName error, String when, String remedy) {
    this.error = error;
    this.when = when;
    this.remedy = remedy;
  }

  /** As in {@code data.code}, for example {@code token-missing}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The error of Feathers that it is an instance of. */
  public ErrorName error() {
    return error;
  }

  /** When it comes, in a sentence of Markdown. */
  public String when() {
    return when;
  }

  /** What the client does about it, in a sentence of Markdown. */
  public String remedy() {
    return remedy;
  }
}
