// SPDX-License-Identifier: Apache-2.0
// A client written with the published types; it is checked, never run.

import feathersClient from "@feathersjs/client";
import { io, type Socket } from "socket.io-client";
import type { ClientToServerEvents, Message, Page, ServerToClientEvents, Services } from "../../homeroom.js";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://127.0.0.1:3030", {
  auth: { token: "..." },
});
socket.on("connected", (me) => console.log(me.role, me.online.map((user) => user.userId)));
socket.on("message:new", (message, ack) => {
  console.log(message.seq, message.text, message.replyTo ?? "");
  ack();
});
socket.on("message:read", ({ receipts }) => receipts.forEach((receipt) => console.log(receipt.seq)));
socket.on("messages created", (message: Message) => console.log(message.receipts.of));
socket.emit("message:send", { conversationId: "c", text: "Hello", clientId: "1" }, (answer) => {
  console.log(answer.ok ? answer.message.seq : answer.error.data);
});
socket.emit("message:send", { to: "u", text: "Hello" }, () => {});
const synced = await socket.emitWithAck("message:sync", { conversations: { c: 41 } });
if (synced.ok) {
  synced.conversations.forEach((entry) => console.log(entry.rev, entry.messages.length));
}
socket.emit("find", "messages", { conversationId: "c" }, (error, page) => console.log(error?.code, page));

const app = feathersClient.default<Services>();
app.configure(feathersClient.rest("http://127.0.0.1:3030").fetch(fetch));
const page: Page<Message> = await app
  .service("messages")
  .find({ query: { conversationId: "c", $sort: { seq: -1 }, seq: { $lt: 120 }, $select: ["text"] } });
const made = await app.service("messages").create({ conversationId: "c", text: page.data[0]?.text ?? "" });
await app.service("messages").patch(made._id, { text: "Hello!" });
await app.service("conversations").create({ type: "group", title: null, participants: ["u"] });
app.service("messages").on("created", (message: Message) => console.log(message.text));
