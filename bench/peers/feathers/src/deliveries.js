// SPDX-License-Identifier: Apache-2.0

/** How long deliveries are gathered, in ms. */
const GATHERED = 100;

/** The service of deliveries: stored together, and then told to who wrote the messages. */
export class Deliveries {
  constructor(store, connections) {
    this.store = store;
    this.connections = connections;
    this.gathered = [];
  }

  async find({ query }) {
    const data = this.store.deliveries(query.messageId);
    return { total: data.length, limit: data.length, skip: 0, data };
  }

  /** The user has the message; stored when it returns. */
  create({ messageId, conversationId, senderId, seq }, { user }) {
    if (this.gathered.length === 0) {
      setTimeout(() => this.flush(), GATHERED);
    }
    const delivery = { messageId, userId: user._id, at: new Date().toISOString() };
    return new Promise((stored, failed) => {
      this.gathered.push({ delivery, conversationId, senderId, seq, stored, failed });
    });
  }

  /** No call of a service: of its methods only those that are named are. */
  flush() {
    const gathered = this.gathered;
    this.gathered = [];
    try {
      this.store.addDeliveries(gathered.map(({ delivery }) => delivery));
    } catch (error) {
      gathered.forEach(({ failed }) => failed(error));
      return;
    }
    const byMessage = new Map();
    for (const { delivery, conversationId, senderId, seq, stored } of gathered) {
      const { messageId, userId, at } = delivery;
      let told = byMessage.get(messageId);
      if (!told) {
        told = { senderId, event: { messageId, conversationId, seq, receipts: [] } };
        byMessage.set(messageId, told);
      }
      told.event.receipts.push({ userId, at });
      stored(delivery);
    }
    for (const { senderId, event } of byMessage.values()) {
      for (const socket of this.connections.socketsOf(senderId)) {
        socket.emit("message:delivered", event);
      }
    }
  }
}
