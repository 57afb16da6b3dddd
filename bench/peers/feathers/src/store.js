// SPDX-License-Identifier: Apache-2.0
import Database from "better-sqlite3";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS users (
    _id TEXT PRIMARY KEY, email TEXT NOT NULL, role TEXT NOT NULL, schoolId TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS conversations (
    _id TEXT PRIMARY KEY, type TEXT NOT NULL, schoolId TEXT NOT NULL, seq INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS members (
    conversationId TEXT NOT NULL, userId TEXT NOT NULL, PRIMARY KEY (conversationId, userId))
    WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS membersByUser ON members (userId);
  CREATE TABLE IF NOT EXISTS messages (
    _id TEXT PRIMARY KEY, conversationId TEXT NOT NULL, seq INTEGER NOT NULL,
    senderId TEXT NOT NULL, clientId TEXT NOT NULL, text TEXT NOT NULL, createdAt TEXT NOT NULL,
    UNIQUE (conversationId, seq), UNIQUE (conversationId, senderId, clientId));
  CREATE TABLE IF NOT EXISTS deliveries (
    messageId TEXT NOT NULL, userId TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (messageId, userId)) WITHOUT ROWID;
`;

/** The database. Every method that writes returns after fsync. */
export class Store {
  #db;
  #statements = new Map();
  #members = new Map();

  /** Stores a message under the next number of its conversation. */
  append;

  /** Stores that messages reached users: `[{ messageId, userId, at }]`. */
  addDeliveries;

  constructor(file) {
    this.#db = new Database(file);
    this.#db.pragma("journal_mode = WAL");
    this.#db.pragma("synchronous = FULL");
    this.#db.exec(SCHEMA);
    this.append = this.#db.transaction((message) => this.#append(message));
    this.addDeliveries = this.#db.transaction((all) => {
      const add = this.#sql("INSERT OR IGNORE INTO deliveries VALUES (:messageId, :userId, :at)");
      for (const one of all) {
        add.run(one);
      }
    });
  }

  #sql(text) {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#db.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  #append(message) {
    const { seq } = this.#sql(
      "UPDATE conversations SET seq = seq + 1 WHERE _id = ? RETURNING seq",
    ).get(message.conversationId);
    const stored = { ...message, seq };
    this.#sql(
      `INSERT INTO messages VALUES
        (:_id, :conversationId, :seq, :senderId, :clientId, :text, :createdAt)`,
    ).run(stored);
    return stored;
  }

  isEmpty() {
    return this.#sql("SELECT count(*) AS users FROM users").get().users === 0;
  }

  addSchool(people, classes) {
    this.#db.transaction(() => {
      for (const person of people) {
        this.#sql("INSERT INTO users VALUES (:_id, :email, :role, :schoolId)").run(person);
      }
      for (const { _id, schoolId, members } of classes) {
        this.#sql("INSERT INTO conversations VALUES (?, 'class', ?, 0)").run(_id, schoolId);
        for (const member of members) {
          this.#sql("INSERT INTO members VALUES (?, ?)").run(_id, member._id);
        }
      }
    })();
  }

  users() {
    return this.#sql("SELECT * FROM users ORDER BY rowid").all();
  }

  /** The user with the classes they are in, or undefined. */
  user(userId) {
    const user = this.#sql("SELECT * FROM users WHERE _id = ?").get(userId);
    return user && { ...user, classIds: this.conversationsOf(userId).map(({ _id }) => _id) };
  }

  conversationsOf(userId) {
    return this.#sql(
      `SELECT c.* FROM members m JOIN conversations c ON c._id = m.conversationId
        WHERE m.userId = ?`,
    ).all(userId);
  }

  conversation(id) {
    return this.#sql("SELECT * FROM conversations WHERE _id = ?").get(id);
  }

  /** The ids of a conversation's members, which stay as they are. */
  members(conversationId) {
    let members = this.#members.get(conversationId);
    if (!members) {
      const rows = this.#sql("SELECT userId FROM members WHERE conversationId = ?");
      members = new Set(rows.all(conversationId).map(({ userId }) => userId));
      this.#members.set(conversationId, members);
    }
    return members;
  }

  /** The message that the sender has sent with this id of theirs, or undefined. */
  sentBefore({ conversationId, senderId, clientId }) {
    return this.#sql(
      "SELECT * FROM messages WHERE conversationId = ? AND senderId = ? AND clientId = ?",
    ).get(conversationId, senderId, clientId);
  }

  message(id) {
    return this.#sql("SELECT * FROM messages WHERE _id = ?").get(id);
  }

  newest(conversationId, limit) {
    return this.#sql(
      "SELECT * FROM messages WHERE conversationId = ? ORDER BY seq DESC LIMIT ?",
    ).all(conversationId, limit);
  }

  /** Whom a message reached, and when. */
  deliveries(messageId) {
    return this.#sql("SELECT userId, at FROM deliveries WHERE messageId = ?").all(messageId);
  }
}
