// SPDX-License-Identifier: Apache-2.0

/** How long receipts are gathered, in ms. */
const GATHERED = 100;

/** Receipts are stored together, and then told to who wrote the messages. */
export class Receipts {
  #store;
  #connections;
  #confirmed = [];

  constructor(store, connections) {
    this.#store = store;
    this.#connections = connections;
  }

  /** The user has the message. */
  confirm(message, userId) {
    if (this.#confirmed.length === 0) {
      setTimeout(() => this.#flush(), GATHERED);
    }
    const at = new Date().toISOString();
    this.#confirmed.push({ message, messageId: message._id, userId, at });
  }

  #flush() {
    const confirmed = this.#confirmed;
    this.#confirmed = [];
    this.#store.addDeliveries(confirmed.map(({ messageId, userId, at }) => ({ messageId, userId, at })));
    const byMessage = new Map();
    for (const { message, userId, at } of confirmed) {
      const receipts = byMessage.get(message) ?? [];
      receipts.push({ userId, at });
      byMessage.set(message, receipts);
    }
    for (const [{ _id, conversationId, senderId, seq }, receipts] of byMessage) {
      for (const socket of this.#connections.socketsOf(senderId)) {
        socket.emit("message:delivered", { messageId: _id, conversationId, seq, receipts });
      }
    }
  }
}
