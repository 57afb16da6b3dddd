// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.audit;

/** What is written down. The words stay as they are: stored entries have them. */
public enum AuditAction {
  SIGN_IN("sign-in", "Somebody signed in; detail says how."),
  SIGN_IN_FAILED(
      "sign-in.failed",
      "Wrong tries to sign in to the account that is the target, from one network within a quarter"
          + " of an hour; without a target they were for no account."),
  SIGN_IN_SLOWED(
      "sign-in.slowed",
      "So many tries failed that further ones, from one network to the account that is the target,"
          + " take turns, or second factors of it, or sign-in codes, which are for no account; once"
          + " for each account and quarter of an hour."),
  SIGN_IN_UNLOCKED("sign-in.unlocked", "The failures of an account were forgotten."),
  SIGN_OUT("sign-out", "Somebody signed out."),
  SESSION_ENDED("session.ended", "A device of the target was signed out from elsewhere."),
  SESSIONS_ENDED("session.all-ended", "All devices of the target were signed out."),
  TOKEN_ISSUED("token.issued", "A token of the target was made at the command line."),
  TOKENS_ENDED("token.all-ended", "All tokens of the installation were ended."),
  SIGN_IN_CODE_MADE("sign-in-code.made", "A single-use sign-in code was made for the target."),
  SIGN_IN_CODE_WITHDRAWN(
      "sign-in-code.withdrawn", "The sign-in code of the target was made good no more."),
  SECOND_FACTOR_ENABLED("second-factor.enabled", "Somebody has a second factor from now on."),
  SECOND_FACTOR_DISABLED("second-factor.disabled", "Somebody ended their own second factor."),
  SECOND_FACTOR_RESET(
      "second-factor.reset", "Somebody else ended the second factor of the target."),
  IDENTITY_LINKED(
      "identity.linked",
      "An account at an identity provider became a way to sign in as the target, or is to; detail"
          + " names the provider."),
  IDENTITY_UNLINKED("identity.unlinked", "It is none any more; detail names the provider."),
  PASSWORD_CHANGED("password.changed", "Somebody changed their own password."),
  PASSWORD_RESET("password.reset", "Somebody else gave the target a new password."),
  USER_CREATED("user.created", "A user was made."),
  USER_CHANGED("user.changed", "A user was changed; detail names the fields."),
  ROLE_CHANGED("user.role-changed", "A user got another role."),
  USER_DEACTIVATED("user.deactivated", "A user can sign in no more."),
  USER_REACTIVATED("user.reactivated", "A user can sign in again."),
  CLASS_CREATED("class.created", "A class was made."),
  CLASS_CHANGED("class.changed", "A class was changed."),
  CLASS_ARCHIVED("class.archived", "A class was archived."),
  TEACHER_ADDED("class-teacher.created", "A teacher got a class; detail names the class."),
  TEACHER_REMOVED("class-teacher.removed", "A teacher lost a class; detail names the class."),
  ENROLLED("class-enrollment.created", "A student came into a class; detail names the class."),
  UNENROLLED("class-enrollment.removed", "A student left a class; detail names the class."),
  GROUP_STAFF_ADDED(
      "conversation.staff-added",
      "An admin gave a group that nobody in it managed some staff: the detail has their ids."),
  GROUP_ARCHIVED("conversation.archived", "An admin closed a group that nobody in it managed."),
  MESSAGE_DELETED("message.delete", "A message of another was deleted."),
  HISTORY_READ("message-history.find", "An admin read the earlier texts of a message."),
  SETTINGS_CHANGED(
      "settings.changed", "The rules of the school were changed; detail has the version and what."),
  CLASS_CLOSED("class.closed", "A teacher closed a class for now."),
  CLASS_OPENED("class.opened", "A teacher opened a class again."),
  MESSAGE_URGENT(
      "message.urgent",
      "Somebody of the staff sent an urgent message to the target; with a reason."),
  MESSAGE_FLAGGED(
      "message.flagged", "The text of the target has words of the school's list; detail has them."),
  EXPORTED("export", "A copy was made; detail says of what."),
  IMPORTED("import", "A copy was brought in; detail says from where."),
  ROSTER_IMPORTED(
      "roster.imported",
      "A roster of files became the school's; detail says from which source, and how many things it"
          + " changed."),
  ROSTER_IMPORT_FAILED(
      "roster.import-failed", "A roster of files changed nothing; detail says why.");

  private final String text;
  private final String about;

  AuditAction(String text, String about) {
    this.text = text;
    this.about = about;
  }

  /** As it is stored and on the wire. */
  public String text() {
    return text;
  }

  /** When it is written down, in a sentence. */
  public String about() {
    return about;
  }
}
