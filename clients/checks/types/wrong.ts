// SPDX-License-Identifier: Apache-2.0
// What the published types refuse: every line that ends in "wrong" must be an error, and no other.

import feathersClient from "@feathersjs/client";
import { io, type Socket } from "socket.io-client";
import type { ClientToServerEvents, ServerToClientEvents, Services } from "../../homeroom.js";

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io("http://127.0.0.1:3030");
const app = feathersClient.default<Services>();
const done = () => {};

socket.emit("message:sned", { conversationId: "c", text: "Hello" }, done); // wrong
socket.emit("message:send", { conversation: "c", text: "Hello" }, done); // wrong
socket.emit("message:send", { conversationId: "c" }, done); // wrong
socket.emit("message:read", { conversationId: "c", seq: "41" }, done); // wrong
socket.on("mesage:new", done); // wrong
socket.on("message:new", (message) => message.txt); // wrong
socket.on("user:online", (user) => user.role);
await app.service("messages").create({ conversationId: "c", txt: "Hello" }); // wrong
await app.service("messages").find({ query: { conversationId: "c", $sort: { seq: 2 } } }); // wrong
await app.service("messages").find({ query: { conversationId: "c", colour: "red" } }); // wrong
await app.service("messages").find({ query: { conversationId: "c", $sort: { seq: 1 } } });
app.service("lockers"); // wrong
