// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.util.Locale;

/**
 * The reasons that rules refuse with. Stable: clients translate by them. {@code docs/errors.md} is
 * made from this list.
 */
public enum RefusalCode {
  INVALID_FIELD(
      Refusal.Kind.INVALID,
      "Fields are missing, wrong or not to be set; `errors` names all of them.",
      "Send them as `errors` and `/openapi.json` say."),
  TEXT_EMPTY(
      Refusal.Kind.INVALID,
      "The text of a message is nothing but space.",
      "Send at least one character."),
  TEXT_TOO_LONG(
      Refusal.Kind.INVALID, "The text of a message is too long.", "Send it in several messages."),
  TEXT_NOT_UNICODE(
      Refusal.Kind.INVALID,
      "The text has half of a surrogate pair.",
      "Cut texts between characters only."),
  CLIENT_ID_INVALID(
      Refusal.Kind.INVALID,
      "The `clientId` is empty, too long or not Unicode.",
      "Make a shorter one, such as a UUID."),
  REPLY_TO_ELSEWHERE(
      Refusal.Kind.INVALID,
      "`replyTo` is no message of the conversation.",
      "Answer a message of the same conversation."),
  TO_SELF(
      Refusal.Kind.INVALID,
      "A direct conversation with oneself was asked for.",
      "Name another user."),
  TITLE_INVALID(
      Refusal.Kind.INVALID,
      "The title of a group is empty, too long or not Unicode.",
      "Send a shorter one, or leave it out."),
  GROUP_TOO_LARGE(
      Refusal.Kind.INVALID,
      "A group would have more participants than one may have.",
      "Make several groups."),
  PARTICIPANTS_CONTRADICTORY(
      Refusal.Kind.INVALID,
      "Somebody is to be added to a group and removed from it at once.",
      "Name each person in one list."),
  NOT_A_TEACHER(Refusal.Kind.INVALID, "Who is to teach a class is no teacher.", "Name a teacher."),
  NOT_A_STUDENT(Refusal.Kind.INVALID, "Who is to attend a class is no student.", "Name a student."),
  SEQ_OUT_OF_RANGE(
      Refusal.Kind.INVALID,
      "A `seq` is beyond the newest message.",
      "Claim what has arrived only; sync if in doubt."),
  ADMINS_ONLY(
      Refusal.Kind.FORBIDDEN,
      "Users, classes and who is in them are changed by admins.",
      "Ask an admin of the school."),
  SIGN_IN_CODES_NOT_YOURS(
      Refusal.Kind.FORBIDDEN,
      "A sign-in code was asked for somebody whom the caller makes none for.",
      "Ask an admin of the school."),
  SECOND_FACTOR_NOT_YOURS(
      Refusal.Kind.FORBIDDEN,
      "A second factor is for staff, and taken from others by admins alone.",
      "Ask an admin of the school."),
  SECOND_FACTOR_WRONG(
      Refusal.Kind.INVALID,
      "The code of the app, or the recovery code, is wrong or was used.",
      "Ask the person for the next one; the clock of their device may be wrong."),
  SECOND_FACTOR_NOT_BEGUN(
      Refusal.Kind.CONFLICT,
      "There is no second factor to confirm or to end, or there is one already.",
      "Begin with `create`; end the one of before."),
  STUDENT_TO_STUDENT_OFF(
      Refusal.Kind.FORBIDDEN,
      "The school does not let students write directly to students.",
      "Write to a teacher, or in a class conversation."),
  STUDENT_GROUPS_OFF(
      Refusal.Kind.FORBIDDEN,
      "The school does not let students make groups.",
      "Ask a teacher to make one."),
  WRITING_OFF(
      Refusal.Kind.FORBIDDEN,
      "The rules of the school do not let the caller write to this person, or to somebody of the"
          + " group.",
      "Show the conversation without a place to write, as its `readOnly` says."),
  CLASS_CLOSED(
      Refusal.Kind.FORBIDDEN,
      "A teacher closed the class for now.",
      "Wait for `conversation:updated` with `readOnly: false`."),
  CLASS_POSTING_OFF(
      Refusal.Kind.FORBIDDEN,
      "Students do not post in the class conversations of the school.",
      "Show it without a place to write, as its `readOnly` says."),
  CLASS_REPLIES_ONLY(
      Refusal.Kind.FORBIDDEN,
      "Students post in class conversations only as answers.",
      "Send it with `replyTo`."),
  OUT_OF_LESSONS(
      Refusal.Kind.FORBIDDEN,
      "Students post in class conversations in lesson hours only; `data.until` is when the next"
          + " begin.",
      "Keep the text, and send it then."),
  QUIET_HOURS(
      Refusal.Kind.FORBIDDEN,
      "These are quiet hours of the school for the caller's role; `data.until` is when they end.",
      "Keep the text, and send it then."),
  URGENT_NOT_YOURS(
      Refusal.Kind.FORBIDDEN,
      "Messages are marked as urgent by the staff.",
      "Send it without `urgent`."),
  SUPERVISOR_MISSING(
      Refusal.Kind.FORBIDDEN,
      "The conversation is to have a supervisor, and nobody of the school's list can be.",
      "Show it without a place to write; an admin names more supervisors."),
  SUPERVISORS_READ(
      Refusal.Kind.FORBIDDEN,
      "The caller supervises the conversation: reads it, and neither writes in it nor leaves it.",
      "Show it without a place to write, as its `readOnly` says."),
  GROUPS_FULL(
      Refusal.Kind.FORBIDDEN,
      "A student would be in more groups than the school lets students be.",
      "Leave a group first, or ask a teacher."),
  GROUPS_PER_DAY(
      Refusal.Kind.FORBIDDEN,
      "The student made as many groups today as the school lets students make; `data.until` is"
          + " when the next day begins.",
      "Make it then, or ask a teacher."),
  NOT_A_TEACHER_OF_IT(
      Refusal.Kind.FORBIDDEN,
      "A class is closed and opened by its teachers.",
      "Offer it to those only."),
  CONVERSATION_READ_ONLY(
      Refusal.Kind.FORBIDDEN,
      "The other person of a direct conversation was deactivated.",
      "Show it without a place to write, as its `readOnly` says."),
  NOT_THE_AUTHOR(
      Refusal.Kind.FORBIDDEN,
      "A message is edited by its author, and deleted by the author, a teacher of the class or an"
          + " admin.",
      "Offer it to those only."),
  EDIT_WINDOW_OVER(
      Refusal.Kind.FORBIDDEN,
      "The school's time for edits of the message is over.",
      "Write a new message."),
  TOO_MANY_EDITS(
      Refusal.Kind.FORBIDDEN,
      "The message was edited as often as one may be.",
      "Write a new message."),
  NOT_A_GROUP(
      Refusal.Kind.FORBIDDEN,
      "Only groups are renamed, joined and left.",
      "Offer it for conversations of the type `group` only."),
  NOT_THE_CREATOR(
      Refusal.Kind.FORBIDDEN,
      "A group is changed by who made it and by staff who are in it.",
      "Ask one of those."),
  HISTORY_NOT_YOURS(
      Refusal.Kind.FORBIDDEN,
      "Earlier texts are shown to the author and to admins.",
      "Offer it to those only."),
  CURRENT_PASSWORD_WRONG(
      Refusal.Kind.FORBIDDEN,
      "`currentPassword` is not the password that the user has.",
      "Ask for it again, or have an admin set a new one."),
  SETTINGS_NOT_YOURS(
      Refusal.Kind.FORBIDDEN,
      "The rules of a school are set and explained by its admins.",
      "Offer it to admins only."),
  AUDIT_NOT_YOURS(
      Refusal.Kind.FORBIDDEN, "The audit is read by admins.", "Offer it to admins only."),
  HEALTH_NOT_YOURS(
      Refusal.Kind.FORBIDDEN, "How the server is, is shown to admins.", "Offer it to admins only."),
  SESSIONS_NOT_YOURS(
      Refusal.Kind.FORBIDDEN,
      "The devices of a user are shown to that user and to admins.",
      "Offer those of others to admins only."),
  RECEIPTS_NOT_YOURS(
      Refusal.Kind.FORBIDDEN,
      "Receipts are shown to the author of the message.",
      "Offer it to the author only."),
  CONVERSATION_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "There is no such conversation for the caller.",
      "Forget it, and find `conversations`."),
  MESSAGE_NOT_FOUND(
      Refusal.Kind.NOT_FOUND, "There is no such message for the caller.", "Forget it, and sync."),
  USER_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "There is no such user whom the caller may know of.",
      "Find `users`."),
  CLASS_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "There is no such class for the caller, or it is archived.",
      "Find `classes`."),
  TEACHER_OF_A_CLASS_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "There is no such link of a teacher to a class for the caller.",
      "Find `class-teachers`."),
  ENROLMENT_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "There is no such enrolment for the caller.",
      "Find `class-enrollments`."),
  SESSION_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "There is no such device for the caller, or its token is over.",
      "Find `sessions`."),
  IDENTITY_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "No account at an identity provider is linked by that id in the school.",
      "Find `identities`."),
  ROSTER_IMPORT_NOT_FOUND(
      Refusal.Kind.NOT_FOUND,
      "There is no such import for the caller, or its upload was given up.",
      "Find `roster-imports`, or begin a new one."),
  THING_NOT_FOUND(Refusal.Kind.NOT_FOUND, "What stands for an id can be none.", "Check the id."),
  USERNAME_TAKEN(
      Refusal.Kind.CONFLICT, "Somebody of the school has that user name.", "Choose another one."),
  EMAIL_TAKEN(
      Refusal.Kind.CONFLICT,
      "Somebody of the installation signs in with that address already.",
      "Choose another address."),
  IDENTITY_TAKEN(
      Refusal.Kind.CONFLICT,
      "The account is linked to somebody else, or the person to another one of the provider.",
      "Unlink that first."),
  LAST_ADMIN(
      Refusal.Kind.CONFLICT,
      "The school would be left without an active admin who can sign in.",
      "Make somebody else an admin first, who has a password, a code or an account of an identity"
          + " provider."),
  SETTINGS_CHANGED(
      Refusal.Kind.CONFLICT,
      "The rules have another version than the `version` that was changed.",
      "Get them again, and show what is different."),
  MESSAGE_DELETED(
      Refusal.Kind.CONFLICT, "A deleted message cannot be changed.", "Show it as deleted."),
  CLASS_TAKEN(
      Refusal.Kind.CONFLICT, "There is such a class already.", "Find `classes`, and use that one."),
  TEACHER_OF_A_CLASS_TAKEN(
      Refusal.Kind.CONFLICT, "The class has that teacher already.", "Nothing is left to do."),
  ENROLMENT_TAKEN(
      Refusal.Kind.CONFLICT, "The class has that student already.", "Nothing is left to do."),
  ROSTER_ELSEWHERE(
      Refusal.Kind.CONFLICT,
      "The roster belongs to another application, and is not imported here.",
      "Change it in that application."),
  ROSTER_INVALID(
      Refusal.Kind.CONFLICT,
      "The files of a roster have errors.",
      "Correct what `errors` of the import names, and send them again."),
  ROSTER_CHANGED(
      Refusal.Kind.CONFLICT,
      "The files or the roster changed since the import was looked at, or another import came before"
          + " it.",
      "Look at it again, and apply what is shown then."),
  ROSTER_NEEDS_WORD(
      Refusal.Kind.CONFLICT,
      "An import deactivates many people.",
      "Ask whether that is meant, and allow it."),
  ROSTER_UPLOAD_OFFSET(
      Refusal.Kind.CONFLICT,
      "A piece of an upload does not go on where the one before it ended.",
      "Get the import, and go on at `received`."),
  ROSTER_NOT_PLANNED(
      Refusal.Kind.CONFLICT,
      "What was asked for does not go with the `state` of the import.",
      "Wait until it is `planned`."),
  ROSTER_NOT_APPLIED(
      Refusal.Kind.CONFLICT,
      "The server could not read or apply the files of a roster for now.",
      "Try again later."),
  MESSAGE_RATE(
      Refusal.Kind.TOO_MANY,
      "The user sends messages too fast.",
      "Send again after `retryAfterMs`, with the same `clientId`."),
  GROUP_RATE(
      Refusal.Kind.TOO_MANY,
      "The user has made more groups, or put more people into groups, than one may in that time.",
      "Tell the person, who may go on after `retryAfterMs`."),
  RATE_LIMITED(
      Refusal.Kind.TOO_MANY,
      "The user's calls cost more than one may spend in that time; nothing was done.",
      "Repeat after `retryAfterMs`, and ask for less at once.");

  private final Refusal.Kind kind;
  private final String when;
  private final String remedy;

  RefusalCode(Refusal.Kind kind, String when, String remedy) {
    this.kind = kind;
    this.when = when;
    this.remedy = remedy;
  }

  /** As on the wire, for example {@code student-to-student-off}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What was not found, in words: {@code teacher of a class}. */
  String thing() {
    return text().replace("-not-found", "").replace('-', ' ');
  }

  public Refusal.Kind kind() {
    return kind;
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
