// SPDX-License-Identifier: Apache-2.0
/** What each socket is told, and what it may say. */
export function handle(app, store, connections) {
  const confirm = async (message, receiver) => {
    const { _id: messageId, conversationId, senderId, seq } = message;
    try {
      const delivery = { messageId, conversationId, senderId, seq };
      await app.service("deliveries").create(delivery, receiver.feathers);
    } catch (error) {
      console.error(error);
    }
  };

  /** To every socket of every other member; who acks it has it. */
  const forward = (message) => {
    for (const userId of store.members(message.conversationId)) {
      if (userId !== message.senderId) {
        for (const socket of connections.socketsOf(userId)) {
          socket.emit("message:new", message, () => confirm(message, socket));
        }
      }
    }
  };

  const tellPresence = (event, user) => {
    const presence = { userId: user._id, role: user.role, at: new Date().toISOString() };
    for (const userId of connections.broadcastTargets(user)) {
      for (const socket of connections.socketsOf(userId)) {
        socket.emit(event, presence);
      }
    }
  };

  return (socket) => {
    const { user } = socket.feathers;
    const first = connections.add(user, socket);
    socket.emit("connected", { userId: user._id, role: user.role, classIds: user.classIds });
    if (first) {
      tellPresence("user:online", user);
    }

    socket.on("message:send", async (data, ack) => {
      try {
        const message = await app.service("messages").create(data, socket.feathers);
        ack({ ok: true, message });
        if (!message.duplicate) {
          forward(message);
        }
      } catch (error) {
        ack({ ok: false, error: error.toJSON?.() ?? { message: error.message } });
      }
    });

    socket.on("disconnect", () => {
      if (connections.remove(user, socket)) {
        tellPresence("user:offline", user);
      }
    });
  };
}
