// The types of Homeroom's wire, made from the records that print and parse it.
//
//   import { io, type Socket } from "socket.io-client";
//   const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, { auth: { token } });

/** 1 to 64 of the characters A-Z a-z 0-9 . _ ~ : @ - */
export type Id = string;

/** ISO 8601 in UTC with milliseconds: 2026-11-22T08:15:30.123Z */
export type Time = string;

/** One of these words today; let pass those that you do not know. */
export type Open<Words extends string> = Words | (string & Record<never, never>);

/** What the ack of a call is called with. */
export type Answer<Granted> = Granted | Refused;

/** What `find` answers. */
export interface Page<Thing> {
  total: number;
  limit: number;
  skip: number;
  data: Thing[];
}

/** What a field is compared with. */
export type Condition<Value> =
  | Value
  | null
  | {
      $in?: Value[];
      $nin?: Value[];
      $lt?: Value;
      $lte?: Value;
      $gt?: Value;
      $gte?: Value;
      $ne?: Value | null;
    };

/** Conditions on fields. */
export type Conditions<Fields> = { [Name in keyof Fields]?: Condition<Fields[Name]> } & {
  $or?: Conditions<Fields>[];
  $and?: Conditions<Fields>[];
};

/** What `find` may ask. */
export type FindQuery<Fields, Thing> = Conditions<Fields> & {
  $limit?: number;
  $skip?: number;
  $sort?: { [Name in keyof Fields]?: 1 | -1 };
  $select?: (keyof Thing)[];
};

/** What every other method may ask. */
export interface Params<Thing> {
  query?: { $select?: (keyof Thing)[] };
}

/** Something that was done, as a link of the chain of all that was done at the school. */
export interface Audit {
  /** seq, as a text. */
  _id: string;
  /** The school; empty for what belongs to none. */
  schoolId: string;
  /** Its place in the chain, without gaps. */
  seq: number;
  at: Time;
  /** The id of who did it; (operator) at the command line, (stranger) unknown. */
  actor: string;
  /** What was done, for example user.role-changed; more will come. */
  action: string;
  /** The id of what it was done to; may be empty. */
  target: string;
  /** What was changed, in a few words; may be empty. */
  detail: string;
  /** The network it came from; may be empty. */
  network: string;
  /** How often. */
  count: number;
  /** The reason that was given; may be empty. */
  reason: string;
  /** SHA-256 over this entry and the hash of the one before it. */
  hash: string;
}

/** A session. */
export interface Authentication {
  /** To be sent as 'Authorization: Bearer ...', or as auth: { token } of a socket. */
  accessToken: string;
  authentication: AuthenticationStrategy;
  user: User;
}

/** How the sign-in was done. */
export interface AuthenticationStrategy {
  strategy: Open<"local" | "jwt" | "code" | "oidc">;
  /** The claims of the access token. */
  payload: Record<string, unknown>;
}

/** A card with a sign-in code. */
export interface Card {
  userId: Id;
  name: string;
  username?: string;
  /** Shown once. */
  code: string;
  expiresAt: Time;
}

/** The message as it is now. */
export interface Changed {
  ok: true;
  message: Message;
}

/** What is to change of a class; what is left out stays. */
export interface ChangedClass {
  name?: string | null;
  code?: string | null;
  archived?: boolean | null;
}

/** The next piece of the file, offset and data; or the hash to apply. */
export interface ChangedRosterImport {
  /** Where the piece begins, in bytes. */
  offset?: number | null;
  /** The piece, up to 700 000 bytes, in Base64. */
  data?: string | null;
  /** The hash of what is to be applied. */
  apply?: string | null;
  /** True applies also if more than 10 in 100 people go. */
  allowDeactivations?: boolean | null;
}

/** Confirms a second factor, or ends it. */
export interface ChangedSecondFactor {
  /** True confirms, false ends. */
  enabled: boolean;
  /** The six digits of the app. */
  totp?: string | null;
  /** To end it without the app. */
  recoveryCode?: string | null;
}

/** What is to change of the rules of a school; what is left out stays. */
export interface ChangedSettings {
  /** The version that is changed; 409 if there is another by now. */
  version: number;
  /** True changes nothing, and answers what the change would mean. */
  preview?: boolean | null;
  /** Sets all but people, grades, holidays, words and time zone; the rest on top. */
  preset?: "open" | "primary" | "secondary" | "staff-only" | null;
  timeZone?: string | null;
  /** Those that change, by their names. */
  write?: Record<string, string> | null;
  studentsPost?: "always" | "lessons" | "replies" | "never" | null;
  lessons?: Array<string> | null;
  quiet?: Array<string> | null;
  holidays?: Array<string> | null;
  supervision?: Array<string> | null;
  /** Those that change; without classes it is gone. */
  grades?: Record<Id, Array<Id>> | null;
  limits?: ChangedSettingsLimits | null;
  words?: Array<string> | null;
}

/** The limits that change. */
export interface ChangedSettingsLimits {
  title?: number | null;
  groupSize?: number | null;
  groups?: number | null;
  groupsPerDay?: number | null;
  editMinutes?: number | null;
}

/** What is to change of a user; what is left out stays. */
export interface ChangedUser {
  role?: "student" | "teacher" | "admin" | null;
  name?: string | null;
  /** Empty takes it away. */
  email?: string | null;
  /** Empty takes it away. */
  username?: string | null;
  password?: string | null;
  active?: boolean | null;
  /** True forgets the failed sign-ins of the user, which slow later ones. */
  unlock?: boolean | null;
  /** The password until now; with it everybody sets their own. */
  currentPassword?: string | null;
}

/** How far you have come in a conversation. */
export interface Claim {
  conversationId: Id;
  /** All messages up to this one; at most the conversation's last. */
  seq: number;
}

/** A class. */
export interface Class {
  _id: Id;
  schoolId: Id;
  name: string;
  /** The short name of the school for it. */
  code: string;
  archived: boolean;
  createdAt: Time;
  updatedAt: Time;
}

/** A student's enrolment in a class. */
export interface ClassEnrollment {
  _id: Id;
  schoolId: Id;
  classId: Id;
  studentId: Id;
}

/** A teacher of a class. */
export interface ClassTeacher {
  _id: Id;
  schoolId: Id;
  classId: Id;
  teacherId: Id;
}

/** The first event of every signed-in socket. */
export interface Connected {
  userId: Id;
  role: Open<"student" | "teacher" | "admin">;
  schoolId: Id;
  /** The classes that you teach or attend. */
  classIds: Array<Id>;
  socketId: string;
  serverTime: Time;
  /** The history that the store's revs are of; another one after a restore. */
  epoch: string;
  /** Who of those you may see is online now. */
  online: Array<Online>;
}

/** A conversation, as the one who asks sees it. */
export interface Conversation {
  _id: Id;
  schoolId: Id;
  type: Open<"direct" | "group" | "class">;
  title: string | null;
  /** The class whose conversation it is. */
  classId: Id | null;
  /** The members of a direct conversation or a group; those of a class are the class's. */
  participants: Array<Id>;
  /** Staff who read it and neither write in it nor leave it; no participants. */
  supervisors: Array<Id>;
  createdBy: Id | null;
  /** Who manages a group: who made it; once they left, one of the staff in it, else an admin. */
  managedBy: Id | null;
  /** Whether you cannot write in it, whatever the hour. */
  readOnly: boolean;
  /** Whether a teacher closed the class for now. */
  closed: boolean;
  lastMessage: ConversationLast | null;
  /** The number of its latest change. */
  rev: number;
  /** Messages of others after readSeq, up to 999. */
  unread: number;
  /** The seq up to which you have read. */
  readSeq: number;
  createdAt: Time;
  updatedAt: Time;
}

/** What is to be different about a group. */
export interface ConversationChange {
  /** At most 200 characters. */
  title?: string | null;
  participants?: ConversationChangeMembers | null;
  /** Of a class, by its teachers: whether it is closed for now. */
  closed?: boolean | null;
}

/** Who is to join and who is to go. */
export interface ConversationChangeMembers {
  add?: Array<Id> | null;
  remove?: Array<Id> | null;
}

/** The newest message of a conversation, its text cut to 100 characters. */
export interface ConversationLast {
  _id: Id;
  senderId: Id;
  seq: number;
  text: string;
  createdAt: Time;
}

/** Names a conversation. */
export interface ConversationReference {
  conversationId: Id;
}

/** A device that somebody signed in with. */
export interface Device {
  /** The claim jti of its access token. */
  _id: Id;
  userId: Id;
  /** Whether it is still signed in. */
  active: boolean;
  /** When it signed in. */
  signedInAt: Time;
  /** When its access token ends by itself. */
  expiresAt: Time;
  /** The network it signed in from. */
  network: string;
  /** What its program called itself (User-Agent); may be empty. */
  device: string;
}

/** Granted. */
export interface Done {
  ok: true;
}

/** A message and its new text. */
export interface Edit {
  messageId: Id;
  /** 1 to 8000 characters. */
  text: string;
}

/** The new text of a message. */
export interface EditText {
  /** 1 to 8000 characters. */
  text: string;
}

/** How the server is, as far as it concerns the school. */
export interface Health {
  /** The school's. */
  _id: Id;
  /** The worst of the checks. */
  status: Open<"fine" | "warning" | "broken">;
  /** When it was looked at, by the clock of the server. */
  at: Time;
  /** The release that runs. */
  version: string;
  /** When this process began. */
  startedAt: Time;
  checks: Array<HealthCheck>;
  store: HealthStore;
  /** Null if the server makes none by itself. */
  backups: HealthBackups | null;
  /** When the server's own certificate ends; null if it has none. */
  certificateEndsAt: Time | null;
  /** Devices of the school that are connected. */
  devices: number;
  /** People of the school who are connected. */
  people: number;
  /** Null where several schools share the server. */
  queues: HealthQueues | null;
  /** The school's newest; null if there was none. */
  rosterImport: HealthImport | null;
}

/** The backups that the server makes by itself. */
export interface HealthBackups {
  /** Null while there is none. */
  newestAt: Time | null;
  /** How old the newest is, in seconds; null while there is none. */
  ageSeconds: number | null;
  /** How long after one the next is made. */
  everyHours: number;
  /** Those that failed since the start of the process. */
  failures: number;
}

/** One thing that was looked at. */
export interface HealthCheck {
  name: Open<"store" | "disk" | "clock" | "backups" | "certificate" | "queues">;
  status: Open<"fine" | "warning" | "broken">;
  /** What was found, in a sentence. */
  message: string;
}

/** An import that became the roster of the school. */
export interface HealthImport {
  _id: Id;
  /** What the files came from. */
  source: string;
  at: Time;
  /** Whether all of it stands in the roster: until then it is read through. */
  done: boolean;
  /** What it changed, in words. */
  changed: string;
}

/** What waits in the server; zero when nobody calls. */
export interface HealthQueues {
  /** Writes of the store. */
  writes: number;
  /** Reads and searches of the store. */
  reads: number;
  /** Sign-ins with a password. */
  signIns: number;
  /** Calls of services. */
  calls: number;
}

/** The store, and the disk it is on; what all schools take is null where several share it. */
export interface HealthStore {
  kind: Open<"sqlite" | "mongodb">;
  /** Whether it takes writes now. */
  takesWrites: boolean;
  /** How long a write took until it was durable, in microseconds; null if none was. */
  durableMicros: number | null;
  /** Null if it is elsewhere. */
  bytes: number | null;
  /** Of the disk; null if it is elsewhere. */
  freeBytes: number | null;
}

/** An account at an identity provider that somebody signs in with. */
export interface Identity {
  _id: Id;
  userId: Id;
  /** The provider, as it was called when the account was linked. */
  provider: string;
  /** What the provider calls itself: the claim iss. */
  issuer: string;
  /** What the provider calls the account: the claim sub; null if it is expected. */
  subject: string | null;
  /** What the claim will say of an account that has not signed in yet. */
  expected: string | null;
  /** When it was linked. */
  createdAt: Time;
}

/** A message. A deleted one stays, without its text. */
export interface Message {
  _id: Id;
  conversationId: Id;
  schoolId: Id;
  senderId: Id;
  /** What kind of message; more kinds may come. */
  type: Open<"text">;
  /** The sender's own key of the message; sent again with it, it is not stored again. */
  clientId: string;
  /** Its position in the conversation, from 1; never used again. */
  seq: number;
  /** The number of its latest change; every change in a conversation takes the next one. */
  rev: number;
  /** The text as it was sent; empty once deleted. */
  text: string;
  /** Reserved. */
  attachments: Array<unknown>;
  /** The message of the same conversation that it answers. */
  replyTo: Id | null;
  /** How far the least advanced of the other members is. */
  status: Open<"sent" | "delivered" | "read">;
  /** How many of the other members got and read it. */
  receipts: ReceiptCounts;
  editedAt: Time | null;
  deletedAt: Time | null;
  deletedBy: Id | null;
  createdAt: Time;
  updatedAt: Time;
}

/** Names a message. */
export interface MessageReference {
  messageId: Id;
}

/** A class to be made. */
export interface NewClass {
  name: string;
  code: string;
}

/** A student for a class. */
export interface NewClassLinkStudent {
  classId: Id;
  studentId: Id;
}

/** A teacher for a class. */
export interface NewClassLinkTeacher {
  classId: Id;
  teacherId: Id;
}

export type NewConversation = NewConversationDirect | NewConversationGroup;

/** A direct conversation; the answer is the one there is, if there is one. */
export interface NewConversationDirect {
  type: "direct";
  /** The other user. */
  participants: Array<Id>;
}

/** A group. */
export interface NewConversationGroup {
  type: "group";
  /** At most 200 characters. */
  title?: string | null;
  /** Who is in it beside you. */
  participants?: Array<Id> | null;
}

/** An account at an identity provider, and who signs in with it. */
export interface NewIdentity {
  userId: Id;
  /** A provider of the school, by its name. */
  provider: string;
  /** What the provider calls the account: the claim sub; or expected. */
  subject?: string | null;
  /** What the provider's claim will say of the account when it first signs in; or subject. */
  expected?: string | null;
}

/** A file that is to be uploaded. */
export interface NewRosterImport {
  /** One that ends in .csv is a people.csv; others are ZIPs. */
  name: string;
  /** In bytes. */
  size: number;
}

/** A second factor to be made. */
export interface NewSecondFactor {
  /** The caller's password, of who has one. */
  currentPassword?: string | null;
}

export type NewSignInCode = NewSignInCodeForUser | NewSignInCodeForClass;

/** Codes for the students of a class who have no password. */
export interface NewSignInCodeForClass {
  classId: Id;
  /** How long they last; 168 hours. */
  hours?: number | null;
}

/** A code for one user. */
export interface NewSignInCodeForUser {
  userId: Id;
  /** How long it lasts; 168 hours. */
  hours?: number | null;
}

/** A user to be made. */
export interface NewUser {
  role: "student" | "teacher" | "admin";
  name: string;
  email?: string | null;
  /** Unique in the school; who has no e-mail address signs in with it. */
  username?: string | null;
  /** Without one, the user signs in with an identity provider only. */
  password?: string | null;
}

/** Somebody who is online. */
export interface Online {
  userId: Id;
  role: Open<"student" | "teacher" | "admin">;
}

/** Whether somebody may do something, and why. */
export interface PolicyExplanation {
  /** Who, with whom or where, and what. */
  _id: string;
  action: Open<"direct" | "group" | "send" | "reply">;
  from: Id;
  to: Id | null;
  conversationId: Id | null;
  /** The moment it would be done. */
  at: Time;
  allowed: boolean;
  /** The code of the refusal; null if it is allowed. */
  code: string | null;
  /** The rule that decides, as settings name it, or always. */
  rule: string;
  /** The version of the rules; 0 of what nobody decided. */
  version: number;
  /** The facts, in sentences. */
  explanation: string;
}

/** Somebody came online or went offline. */
export interface Presence {
  /** The same as userId, for stores that go by it. */
  _id: Id;
  userId: Id;
  role: Open<"student" | "teacher" | "admin">;
  at: Time;
}

/** Somebody who is online. */
export interface PresenceEntry {
  /** The same as userId, for stores that go by it. */
  _id: Id;
  userId: Id;
  role: Open<"student" | "teacher" | "admin">;
}

/** When one member got and read a message; null if not yet. */
export interface Receipt {
  /** The ids of the message and of the member, with a colon between them. */
  _id: string;
  userId: Id;
  deliveredAt: Time | null;
  readAt: Time | null;
}

export interface ReceiptCounts {
  delivered: number;
  read: number;
  of: number;
}

/** Members have come further in a conversation. */
export interface Receipts {
  conversationId: Id;
  receipts: Array<ReceiptsEntry>;
}

/** All messages up to seq reached this user, or were read. */
export interface ReceiptsEntry {
  userId: Id;
  seq: number;
  at: Time;
}

/** Refused. */
export interface Refused {
  ok: false;
  error: ServiceError;
}

/** A conversation that you no longer have. */
export interface RemovedConversation {
  /** The same as conversationId, for stores that go by it. */
  _id: Id;
  conversationId: Id;
}

/** A text that a message once had. */
export interface Revision {
  /** The id of the message and the rev, with a colon between them. */
  _id: string;
  rev: number;
  text: string;
  by: Id;
  at: Time;
  /** What replaced it. */
  type: Open<"edit" | "delete">;
}

/** A roster that comes from files, from its upload to its rows. */
export interface RosterImport {
  _id: Id;
  schoolId: Id;
  /** What is going on with it. */
  state: Open<"uploading" | "reading" | "invalid" | "unchanged" | "planned" | "applying" | "current" | "done">;
  /** The id of who brought it; else (operator), (roster folder) or (calendar). */
  by: string;
  at: Time;
  /** The name of the file that is uploaded. */
  name: string | null;
  /** Of the file that is uploaded, in bytes. */
  size: number | null;
  /** How much of it came, in bytes: the offset of the next piece. */
  received: number | null;
  /** What the files are, for people. */
  format: string | null;
  /** What the keys in the files belong to. */
  source: string | null;
  /** By which it is applied; null until it is known, and of files with errors. */
  hash: string | null;
  /** How many things it changes; null until that is known. */
  counts: RosterImportCounts | null;
  /** How far applying and bringing in have come. */
  progress: RosterImportProgress | null;
  /** Why it is applied only with allowDeactivations, in a sentence. */
  needsWord: string | null;
  /** Why it was not applied; null if nobody tried in vain. */
  problem: RosterImportProblem | null;
  /** The first 100 of each kind of change; by get, until it is applied. */
  changes?: Array<RosterImportChange>;
  /** What is wrong in the files; by get. */
  errors?: Array<RosterImportFault>;
  /** What else is to be known, in sentences; by get. */
  remarks?: Array<string>;
}

/** One thing that an import changes. */
export interface RosterImportChange {
  what: Open<"school-added" | "person-added" | "person-changed" | "person-deactivated" | "class-added" | "class-changed" | "class-archived" | "comes" | "leaves">;
  /** What the files call it. */
  key: string;
  /** In a few words. */
  text: string;
}

/** How many things an import changes. */
export interface RosterImportCounts {
  peopleAdded: number;
  peopleChanged: number;
  peopleDeactivated: number;
  classesAdded: number;
  classesChanged: number;
  classesArchived: number;
  /** Places in classes, and in their conversations, that people get. */
  enrolled: number;
  /** Those that people lose. */
  unenrolled: number;
}

/** Something that is wrong in a file. */
export interface RosterImportFault {
  file: string;
  /** From 1; 0 if it is about the file. */
  line: number;
  /** Its name in the header; null if it is about the line. */
  column: string | null;
  /** A sentence that says what would be right. */
  message: string;
}

/** Why an import was not applied. */
export interface RosterImportProblem {
  /** As in data.code of errors. */
  code: string;
  message: string;
}

/** How far something has come. */
export interface RosterImportProgress {
  done: number;
  of: number;
}

/** What a change of one rule about two people would mean. */
export interface RuleEffect {
  /** Its name in write, for example direct.student.student. */
  rule: string;
  /** How many could do it with some people no more. */
  cutOff: number;
  /** How many could do it with more people. */
  letIn: number;
  /** In how many pairs of people. */
  pairsLost: number;
  /** In how many pairs of people. */
  pairsGained: number;
  /** The first 100 of those who are cut off. */
  cutOffUsers: Array<Id>;
  /** The first 100 of those who are let in. */
  letInUsers: Array<Id>;
}

/** What a school limits; 10000 groups are no limit. */
export interface RuleLimits {
  /** The longest title of a group, in characters. */
  title: number;
  /** The most participants of a group. */
  groupSize: number;
  /** Groups that a student may be in. */
  groups: number;
  /** Groups that a student may make in a day. */
  groupsPerDay: number;
  /** Minutes for which an author may edit. */
  editMinutes: number;
}

/** What a change of the rules would mean; nothing was changed. */
export interface RulesPreview {
  /** The rules that would change, with what they would be. */
  changes: Record<string, string>;
  /** Whom the rules about two people would cut off or let in. */
  people: Array<RuleEffect>;
  /** Conversations that some of their members could write in no more. */
  readOnly: number;
  /** Conversations that some of their members could write in again. */
  writable: number;
  /** The first 100 of those to be read only. */
  readOnlyConversations: Array<Id>;
  /** The first 100 of those to be written again. */
  writableConversations: Array<Id>;
}

/** A second factor. */
export interface SecondFactor {
  /** The user's. */
  _id: Id;
  enabled: boolean;
  recoveryCodesLeft: number;
  /** To be typed into an app; once, in the answer to 'create'. */
  secret?: string;
  /** The same, to be shown as a QR code. */
  uri?: string;
  /** To be kept on paper; once, in the answer to the 'patch' that confirms. */
  recoveryCodes?: Array<string>;
}

export type Send = SendToConversation | SendToUser;

/** A message to a conversation. */
export interface SendToConversation {
  conversationId: Id;
  /** 1 to 8000 characters. */
  text: string;
  /** Your own key for this message: sent again with it, it is not stored again. */
  clientId?: string | null;
  /** A message of the same conversation. */
  replyTo?: Id | null;
  /** Of the staff: why it cannot wait for the end of quiet hours; goes into the audit. */
  urgent?: string | null;
}

/** A message to a user: to the direct conversation, which is made if there is none. */
export interface SendToUser {
  to: Id;
  /** 1 to 8000 characters. */
  text: string;
  /** Your own key for this message: sent again with it, it is not stored again. */
  clientId?: string | null;
  /** A message of the same conversation. */
  replyTo?: Id | null;
  /** Of the staff: why it cannot wait for the end of quiet hours; goes into the audit. */
  urgent?: string | null;
}

/** The message as it is stored. */
export interface Sent {
  ok: true;
  message: Message;
  /** Whether it was there before, under the same clientId. */
  duplicate: boolean;
}

/** A refusal or fault, in the form of Feathers. */
export interface ServiceError {
  name: string;
  /** One sentence that says what was wrong and what would be right. */
  message: string;
  /** The HTTP status. */
  code: number;
  className: string;
  /** The stable code of the reason; retryAfterMs where a repeat may help, until where it is allowed then. */
  data: Record<string, unknown>;
  /** The reason by field. */
  errors: Record<string, string>;
}

/** Why the session ended; sign in again unless the user was deactivated. */
export interface SessionEnded {
  reason: Open<"expired" | "ended" | "deactivated">;
}

/** The rules of a school: who writes to whom, when, and who looks on. */
export interface Settings {
  /** The school's. */
  _id: Id;
  /** One more with every change; 0 of what nobody decided. */
  version: number;
  /** What it began with. */
  preset: Open<"open" | "primary" | "secondary" | "staff-only">;
  /** Of hours and days, for example Europe/Berlin. */
  timeZone: string;
  /** How far roles reach: direct, reply or group, then who, then whom; off, class or school, and after that, where needed, same-grade, only=IDS, also=IDS. */
  write: Record<string, string>;
  /** When students post in class conversations. */
  studentsPost: Open<"always" | "lessons" | "replies" | "never">;
  /** Lesson hours, for example mon-fri 08:00-13:00. */
  lessons: Array<string>;
  /** When roles do not write, for example student mon-fri 18:00-07:00. */
  quiet: Array<string>;
  /** Days without school, for example 2026-12-23..2027-01-06. */
  holidays: Array<string>;
  /** Whose conversations always have a supervisor: grades=5,6 by=IDS. */
  supervision: Array<string>;
  /** The classes of each grade. */
  grades: Record<Id, Array<Id>>;
  limits: RuleLimits;
  /** Words that flag a message for those who look after it. */
  words: Array<string>;
  /** When they were changed; null of what nobody decided. */
  updatedAt: Time | null;
  /** The id of who changed them, or (operator). */
  updatedBy: string | null;
  /** Of a patch with preview: what it would mean. */
  preview?: RulesPreview;
}

export type SignIn = SignInLocal | SignInOidc | SignInCode | SignInToken;

/** With a single-use code of the school. */
export interface SignInCode {
  strategy: "code";
  code?: string | null;
  /** What a 401 'totp-required' gave; then nothing else but the second factor counts. */
  challenge?: string | null;
  /** The six digits of the app. */
  totp?: string | null;
  /** One of the codes for whoever lost the app. */
  recoveryCode?: string | null;
}

/** Sign-in codes. */
export interface SignInCodes {
  /** The user's, or the class's. */
  _id: Id;
  codes: Array<Card>;
}

/** With e-mail address or user name, and password. */
export interface SignInLocal {
  strategy: "local";
  /** Without an '@' it is a user name. */
  email?: string | null;
  username?: string | null;
  /** With a user name where several schools share the server: the school's name. */
  school?: string | null;
  password?: string | null;
  /** What a 401 'totp-required' gave; then nothing else but the second factor counts. */
  challenge?: string | null;
  /** The six digits of the app. */
  totp?: string | null;
  /** One of the codes for whoever lost the app. */
  recoveryCode?: string | null;
}

/** With the one-time code that an identity provider's sign-in left behind '#code='. */
export interface SignInOidc {
  strategy: "oidc";
  code: string;
}

/** With an access token, of this server or of an identity provider that it trusts. */
export interface SignInToken {
  strategy: "jwt";
  accessToken: string;
}

/** What was signed out. */
export interface SignedOut {
  /** The device, or the user all of whose devices were signed out. */
  _id: Id;
  userId: Id;
}

/** What changed since the revs that a client has. */
export interface Sync {
  ok: true;
  conversations: Array<SyncEntry>;
  /** Conversations that are no longer yours. */
  removed: Array<Id>;
  /** The history that all revs are of. Send it with them. */
  epoch: string;
  /** Entries were left: go on with it as after. Left out if there are none. */
  next?: Id;
}

/** What changed in one conversation. */
export interface SyncEntry {
  conversation: Conversation;
  /** What changed, each at its newest rev, in their order. */
  messages: Array<Message>;
  /** Left out above 100 members. */
  receipts?: Array<SyncMark>;
  /** Where to continue. */
  rev: number;
  /** Whether nothing more waits; else sync again from rev. */
  complete: boolean;
  /** Whether to forget what you have of it: these are its newest messages. */
  reset: boolean;
}

/** How far a member is. */
export interface SyncMark {
  userId: Id;
  deliveredSeq: number;
  readSeq: number;
}

/** What you have, to be told what changed since. */
export interface SyncRequest {
  /** The highest rev that you have of each conversation, by its id. */
  conversations?: Record<Id, number> | null;
  /** Messages in the whole answer at most: 1 to 1000, 200 unless you say. */
  limit?: number | null;
  /** The epoch that your revs are of; revs of another one mean nothing. */
  epoch?: string | null;
  /** next of the answer before this one, whose question you go on with. */
  after?: Id | null;
}

/** Who writes, and in which conversation. */
export interface Typing {
  conversationId: Id;
  userId: Id;
}

/** The new name and role of a user. */
export interface UpdatedUser {
  _id: Id;
  name: string;
  role: Open<"student" | "teacher" | "admin">;
}

/** A user. */
export interface User {
  _id: Id;
  /** Of a deactivated user, for admins only. */
  schoolId?: Id;
  role: Open<"student" | "teacher" | "admin">;
  name: string;
  /** Shown to the user and to the staff of the school only. */
  email?: string;
  /** Unique in the school. Shown to the user and to the staff of the school only. */
  username?: string;
  /** Whether the user can sign in. */
  active: boolean;
  /** Of a deactivated user, for admins only. */
  createdAt?: Time;
  /** Of a deactivated user, for admins only. */
  updatedAt?: Time;
}

/** What clients may send. The methods call the services, as Feathers does. */
export interface ClientToServerEvents {
  /** Sends a message. The ack means that it is stored; the other members get message:new. */
  "message:send": (payload: Send, ack: (answer: Answer<Sent>) => void) => void;
  /** Edits a message of yours; the other members get message:edited. */
  "message:edit": (payload: Edit, ack: (answer: Answer<Changed>) => void) => void;
  /** Deletes a message; the other members get message:deleted. */
  "message:delete": (payload: MessageReference, ack: (answer: Answer<Changed>) => void) => void;
  /** All messages up to seq reached you; their senders get message:delivered. */
  "message:delivered": (payload: Claim, ack: (answer: Answer<Done>) => void) => void;
  /** You have read all messages up to seq; their senders get message:read. */
  "message:read": (payload: Claim, ack: (answer: Answer<Done>) => void) => void;
  /** Asks what changed since the revs that you have: after a reconnect, or after a gap. */
  "message:sync": (payload: SyncRequest, ack: (answer: Answer<Sync>) => void) => void;
  /** You write in a conversation; the other members who are online get typing:start. */
  "typing:start": (payload: ConversationReference, ack: (answer: Answer<Done>) => void) => void;
  /** You no longer write; the other members who are online get typing:stop. */
  "typing:stop": (payload: ConversationReference, ack: (answer: Answer<Done>) => void) => void;
  find: (service: keyof Services, query: object, ack: (error: ServiceError | null, result: any) => void) => void;
  get: (service: keyof Services, id: Id, query: object, ack: (error: ServiceError | null, result: any) => void) => void;
  create: (service: keyof Services, data: object, query: object, ack: (error: ServiceError | null, result: any) => void) => void;
  patch: (service: keyof Services, id: Id, data: object, query: object, ack: (error: ServiceError | null, result: any) => void) => void;
  remove: (service: keyof Services, id: Id | null, query: object, ack: (error: ServiceError | null, result: any) => void) => void;
}

/** What the server pushes: the chat's events, or those named as Feathers names them. */
export interface ServerToClientEvents {
  /** The first event after every sign-in, in both dialects. */
  "connected": (payload: Connected) => void;
  /** Somebody whom you may see came online. */
  "user:online": (payload: Presence) => void;
  "presence created": (payload: Presence) => void;
  /** Somebody whom you may see went offline. */
  "user:offline": (payload: Presence) => void;
  "presence removed": (payload: Presence) => void;
  /** A new message. It asks for an ack, which confirms that it arrived. */
  "message:new": (payload: Message, ack: () => void) => void;
  "messages created": (payload: Message) => void;
  /** A message has a new text; for Feathers clients also when one of yours has another status. */
  "message:edited": (payload: Message) => void;
  "messages patched": (payload: Message) => void;
  /** A message was deleted. */
  "message:deleted": (payload: Message) => void;
  "messages removed": (payload: Message) => void;
  /** Messages of yours reached members. */
  "message:delivered": (payload: Receipts) => void;
  "receipts delivered": (payload: Receipts) => void;
  /** Members have read messages of yours, or you have on another device. */
  "message:read": (payload: Receipts) => void;
  "receipts read": (payload: Receipts) => void;
  /** A conversation that you have now. */
  "conversation:new": (payload: Conversation) => void;
  "conversations created": (payload: Conversation) => void;
  /** A conversation of yours has changed; for Feathers clients also by a message or by reading. */
  "conversation:updated": (payload: Conversation) => void;
  "conversations patched": (payload: Conversation) => void;
  /** A conversation that you no longer have. */
  "conversation:removed": (payload: RemovedConversation) => void;
  "conversations removed": (payload: RemovedConversation) => void;
  /** Another member of a conversation writes. */
  "typing:start": (payload: Typing) => void;
  /** Another member of a conversation no longer writes. */
  "typing:stop": (payload: Typing) => void;
  /** A class of yours has a new teacher. */
  "class-teachers created": (payload: ClassTeacher) => void;
  /** A class of yours lost a teacher. */
  "class-teachers removed": (payload: ClassTeacher) => void;
  /** A class of yours has a new student. */
  "class-enrollments created": (payload: ClassEnrollment) => void;
  /** A class of yours lost a student. */
  "class-enrollments removed": (payload: ClassEnrollment) => void;
  /** Somebody whom you may look up was added. */
  "users created": (payload: User) => void;
  /** Somebody whom you may look up was changed. */
  "users patched": (payload: User) => void;
  /** Somebody whom you may look up was deactivated. */
  "users removed": (payload: User) => void;
  /** Somebody whom you may look up has another name or role. */
  "user:updated": (payload: UpdatedUser) => void;
  /** The school has a new class. */
  "classes created": (payload: Class) => void;
  /** A class of yours was changed. */
  "classes patched": (payload: Class) => void;
  /** A class of yours was archived. */
  "classes removed": (payload: Class) => void;
  /** An admin of the school brings a roster; for its admins. */
  "roster-imports created": (payload: RosterImport) => void;
  /** An import of a roster went on, at most twice a second; for the admins of the school. */
  "roster-imports patched": (payload: RosterImport) => void;
  /** An upload of a roster was given up; for the admins of the school. */
  "roster-imports removed": (payload: RosterImport) => void;
  /** The rules of the school were changed; for its admins. */
  "settings patched": (payload: Settings) => void;
  /** The last event of a socket whose session the server ended. */
  "session:ended": (payload: SessionEnded) => void;
}

/** The services by name, for `feathers<Services>()`. */
export interface Services {
  /** Signing in and out. */
  "authentication": {
    /** Signs in. */
    create(data: SignIn, params?: Params<Authentication>): Promise<Authentication>;
    /** Signs out: ends the access token that the call was made with. */
    remove(id: null, params?: Params<Authentication>): Promise<Authentication>;
  };
  /** What was done at the school, in a chain of hashes. */
  "audit": {
    /** What was done, the newest first; for admins. */
    find(params?: { query?: FindQuery<{ "action": string; "actor": string; "at": Time; "network": string; "seq": number; "target": string }, Audit> }): Promise<Page<Audit>>;
    /** One entry, by its seq; for admins. */
    get(id: Id, params?: Params<Audit>): Promise<Audit>;
  };
  /** Who attends which class. */
  "class-enrollments": {
    /** Those of your classes; for an admin all of the school. */
    find(params?: { query?: FindQuery<{ "_id": string; "classId": string; "studentId": string }, ClassEnrollment> }): Promise<Page<ClassEnrollment>>;
    /** One enrolment. */
    get(id: Id, params?: Params<ClassEnrollment>): Promise<ClassEnrollment>;
    /** Puts a user into a class; for admins. */
    create(data: NewClassLinkStudent, params?: Params<ClassEnrollment>): Promise<ClassEnrollment>;
    /** Takes a user out of a class; for admins. */
    remove(id: Id, params?: Params<ClassEnrollment>): Promise<ClassEnrollment>;
  };
  /** Who teaches which class. */
  "class-teachers": {
    /** Those of your classes; for an admin all of the school. */
    find(params?: { query?: FindQuery<{ "_id": string; "classId": string; "teacherId": string }, ClassTeacher> }): Promise<Page<ClassTeacher>>;
    /** One teacher of a class. */
    get(id: Id, params?: Params<ClassTeacher>): Promise<ClassTeacher>;
    /** Puts a user into a class; for admins. */
    create(data: NewClassLinkTeacher, params?: Params<ClassTeacher>): Promise<ClassTeacher>;
    /** Takes a user out of a class; for admins. */
    remove(id: Id, params?: Params<ClassTeacher>): Promise<ClassTeacher>;
  };
  /** The classes of the school. */
  "classes": {
    /** Those of your classes; for an admin all of the school. */
    find(params?: { query?: FindQuery<{ "_id": string; "code": string; "name": string }, Class> }): Promise<Page<Class>>;
    /** One class. */
    get(id: Id, params?: Params<Class>): Promise<Class>;
    /** Makes a class, and its conversation; for admins. */
    create(data: NewClass, params?: Params<Class>): Promise<Class>;
    /** Changes a class; for admins. */
    patch(id: Id, data: ChangedClass, params?: Params<Class>): Promise<Class>;
    /** Archives a class, and its conversation with it; for admins. */
    remove(id: Id, params?: Params<Class>): Promise<Class>;
  };
  /** The conversations that you are in. */
  "conversations": {
    /** Your conversations. */
    find(params?: { query?: FindQuery<{ "_id": string; "classId": string; "createdAt": Time; "participants": string; "type": string; "updatedAt": Time }, Conversation> }): Promise<Page<Conversation>>;
    /** One conversation. */
    get(id: Id, params?: Params<Conversation>): Promise<Conversation>;
    /** Makes a direct conversation or a group. */
    create(data: NewConversation, params?: Params<Conversation>): Promise<Conversation>;
    /** Renames a group, adds people or removes them; closes a class for now, or opens it. */
    patch(id: Id, data: ConversationChange, params?: Params<Conversation>): Promise<Conversation>;
    /** Leaves a group; an admin closes one that nobody in it manages. */
    remove(id: Id, params?: Params<Conversation>): Promise<Conversation>;
  };
  /** How the server is: store, disk, clock, backups, certificate, queues. */
  "health": {
    /** How it is for the school with that id; for admins. */
    get(id: Id, params?: Params<Health>): Promise<Health>;
  };
  /** The accounts at identity providers that people sign in with. */
  "identities": {
    /** Those of a person; for admins also of others. */
    find(params?: { query?: FindQuery<{  }, Identity> & { userId?: Id } }): Promise<Page<Identity>>;
    /** Links an account to a person of the school; for admins. */
    create(data: NewIdentity, params?: Params<Identity>): Promise<Identity>;
    /** Unlinks an account, and signs its owner out everywhere; for admins. */
    remove(id: Id, params?: Params<Identity>): Promise<Identity>;
  };
  /** The texts that a message had before. */
  "message-history": {
    /** All there is. */
    find(params: { query: FindQuery<{  }, Revision> & { messageId: Id } }): Promise<Page<Revision>>;
  };
  /** The messages of your conversations. */
  "messages": {
    /** Messages of the conversations that 'conversationId' names, or that have the words of '$search'. Deleted ones only where the query names 'deletedAt'. */
    find(params?: { query?: FindQuery<{ "_id": string; "conversationId": string; "createdAt": Time; "deletedAt": Time; "replyTo": string; "rev": number; "senderId": string; "seq": number }, Message> & { $search?: string } }): Promise<Page<Message>>;
    /** One message. */
    get(id: Id, params?: Params<Message>): Promise<Message>;
    /** Sends a message: stored before it is answered, then pushed to the other members. */
    create(data: Send, params?: Params<Message>): Promise<Message>;
    /** Edits your own message, within the school's time for it. */
    patch(id: Id, data: EditText, params?: Params<Message>): Promise<Message>;
    /** Deletes a message: it stays, without its text. */
    remove(id: Id, params?: Params<Message>): Promise<Message>;
  };
  /** Whether somebody may do something, and why. */
  "policy-explanations": {
    /** One explanation, by what decides when it is done; for admins, and without the facts for everybody about themselves. */
    find(params: { query: FindQuery<{  }, PolicyExplanation> & { from: Id; to?: Id; conversationId?: Id; action?: "direct" | "group" | "send" | "reply"; at?: string } }): Promise<Page<PolicyExplanation>>;
  };
  /** Who is online among those you may see. */
  "presence": {
    /** All who are online. */
    find(params?: { query?: FindQuery<{  }, PresenceEntry> }): Promise<Page<PresenceEntry>>;
  };
  /** Who got and who read a message of yours, and when. */
  "receipts": {
    /** All there is. */
    find(params: { query: FindQuery<{  }, Receipt> & { messageId: Id } }): Promise<Page<Receipt>>;
  };
  /** Rosters from files: uploaded, looked at, and applied by the hash of what was shown. */
  "roster-imports": {
    /** Uploads and the last 200 imports, in short, the newest first; for admins. */
    find(params?: { query?: FindQuery<{ "_id": string; "at": Time; "by": string; "state": string }, RosterImport> }): Promise<Page<RosterImport>>;
    /** One with all that is known of it; for admins. */
    get(id: Id, params?: Params<RosterImport>): Promise<RosterImport>;
    /** Begins the upload of a file; for admins. */
    create(data: NewRosterImport, params?: Params<RosterImport>): Promise<RosterImport>;
    /** Brings a piece of the file, or applies what was shown; for admins. */
    patch(id: Id, data: ChangedRosterImport, params?: Params<RosterImport>): Promise<RosterImport>;
    /** Gives an upload up; for admins. */
    remove(id: Id, params?: Params<RosterImport>): Promise<RosterImport>;
  };
  /** Second factors of staff: an app. */
  "second-factors": {
    /** One's own, by one's own id; for admins that of anybody of the school. */
    get(id: Id, params?: Params<SecondFactor>): Promise<SecondFactor>;
    /** Makes a secret, which 'patch' confirms. */
    create(data: NewSecondFactor, params?: Params<SecondFactor>): Promise<SecondFactor>;
    /** Confirms one's own with a code of the app, or ends it with one. */
    patch(id: Id, data: ChangedSecondFactor, params?: Params<SecondFactor>): Promise<SecondFactor>;
    /** Ends that of somebody who lost it; for admins. */
    remove(id: Id, params?: Params<SecondFactor>): Promise<SecondFactor>;
  };
  /** The devices that people signed in with. */
  "sessions": {
    /** The last sign-ins, the newest first; for admins also those of others. */
    find(params?: { query?: FindQuery<{  }, Device> & { userId?: Id } }): Promise<Page<Device>>;
    /** Signs out a device, or, with the id of a user, all that the user has. */
    remove(id: Id, params?: Params<SignedOut>): Promise<SignedOut>;
  };
  /** The rules of a school: who writes to whom, when, and who looks on. */
  "settings": {
    /** The rules of the school with that id; for admins. */
    get(id: Id, params?: Params<Settings>): Promise<Settings>;
    /** Changes rules, or says what a change would mean; for admins. */
    patch(id: Id, data: ChangedSettings, params?: Params<Settings>): Promise<Settings>;
  };
  /** Single-use codes for people without a password. */
  "sign-in-codes": {
    /** Makes a code for a user, or one for each student of a class who has no password; those of before are good no more. */
    create(data: NewSignInCode, params?: Params<SignInCodes>): Promise<SignInCodes>;
    /** Has the code of a user be good no more. */
    remove(id: Id, params?: Params<SignedOut>): Promise<SignedOut>;
  };
  /** What you missed. */
  "sync": {
    /** What changed since the revs that you have. */
    create(data: SyncRequest, params?: Params<Sync>): Promise<Sync>;
  };
  /** The people whom you may look up. */
  "users": {
    /** Whom you may write to or share a class or conversation with. */
    find(params?: { query?: FindQuery<{ "_id": string; "active": boolean; "classId": string; "email": string; "name": string; "role": string }, User> & { $search?: string } }): Promise<Page<User>>;
    /** One user. */
    get(id: Id, params?: Params<User>): Promise<User>;
    /** Makes a user; for admins. */
    create(data: NewUser, params?: Params<User>): Promise<User>;
    /** Changes a user; for admins, and one's own password for everybody. */
    patch(id: Id, data: ChangedUser, params?: Params<User>): Promise<User>;
    /** Deactivates a user, whose messages stay; for admins. */
    remove(id: Id, params?: Params<User>): Promise<User>;
  };
}
