// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from "node:crypto";
import { BadRequest, NotAuthenticated, NotFound } from "@feathersjs/errors";

const PAGE = 50;
const LONGEST_TEXT = 10_000;

/** A hook: calls from outside are those of a user. */
export function signedIn({ params }) {
  if (params.provider && !params.user) {
    throw new NotAuthenticated("Sign in first.");
  }
}

/** A hook: what is of a conversation is for its members. */
export function onlyMembers(store) {
  return ({ id, data, params }) => {
    const conversationId = id ?? data?.conversationId;
    if (typeof conversationId !== "string" || !store.members(conversationId).has(params.user._id)) {
      throw new NotFound("There is no such conversation.");
    }
  };
}

export class Conversations {
  constructor(store) {
    this.store = store;
  }

  async find({ user }) {
    const data = this.store.conversationsOf(user._id);
    return { total: data.length, limit: data.length, skip: 0, data };
  }

  async get(id) {
    return this.store.conversation(id);
  }
}

export class Messages {
  constructor(store) {
    this.store = store;
  }

  async find({ query, user }) {
    if (!this.store.members(query.conversationId).has(user._id)) {
      throw new NotFound("There is no such conversation.");
    }
    const data = this.store.newest(query.conversationId, PAGE).map((one) => withStatus(this.store, one));
    return { total: this.store.conversation(query.conversationId).seq, limit: PAGE, skip: 0, data };
  }

  async get(id, { user }) {
    const message = this.store.message(id);
    if (!message || !this.store.members(message.conversationId).has(user._id)) {
      throw new NotFound("There is no such message.");
    }
    return withStatus(this.store, message);
  }

  /** Stored when it returns. What was sent before is not stored again. */
  async create({ conversationId, clientId, text }, { user }) {
    if (typeof text !== "string" || text === "" || text.length > LONGEST_TEXT) {
      throw new BadRequest(`A text has 1 to ${LONGEST_TEXT} characters.`);
    }
    const draft = { conversationId, senderId: user._id, clientId };
    const before = this.store.sentBefore(draft);
    if (before) {
      return { ...before, duplicate: true };
    }
    return this.store.append({
      _id: randomBytes(12).toString("hex"),
      ...draft,
      text,
      createdAt: new Date().toISOString(),
    });
  }
}

function withStatus(store, message) {
  const deliveredTo = store.deliveries(message._id);
  const others = store.members(message.conversationId).size - 1;
  return { ...message, status: deliveredTo.length < others ? "sent" : "delivered", deliveredTo };
}
