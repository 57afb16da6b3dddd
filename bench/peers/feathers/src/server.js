// SPDX-License-Identifier: Apache-2.0
// The server of ../../README.md in the original architecture: Feathers services over a store with
// fsync, handlers of sockets that use them, and a connection manager that knows who hears what.
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { feathers } from "@feathersjs/feathers";
import socketio from "@feathersjs/socketio";
import { authenticate, tokenOf } from "./auth.js";
import { ConnectionManager } from "./connections.js";
import { Deliveries } from "./deliveries.js";
import { makeSchool } from "./school.js";
import { Conversations, Messages, onlyMembers, signedIn } from "./services.js";
import { handle } from "./socket.js";
import { Store } from "./store.js";

const { values: options } = parseArgs({
  options: {
    users: { type: "string", default: "2000" },
    "class-size": { type: "string", default: "31" },
    data: { type: "string" },
    tokens: { type: "string" },
  },
});

mkdirSync(options.data, { recursive: true });
const store = new Store(join(options.data, "chat.db"));
if (store.isEmpty()) {
  makeSchool(store, Number(options.users), Number(options["class-size"]));
}
const lines = store
  .users()
  .map(({ _id, email, role }) => JSON.stringify({ email, userId: _id, role, token: tokenOf(_id) }));
writeFileSync(options.tokens, lines.join("\n"));

const app = feathers();
const connections = new ConnectionManager();
app.configure(
  socketio((io) => {
    io.use(authenticate(store));
    io.on("connection", handle(app, store, connections));
  }),
);
app.use("conversations", new Conversations(store), { methods: ["find", "get"] });
app.use("messages", new Messages(store), { methods: ["find", "get", "create"] });
app.use("deliveries", new Deliveries(store, connections), { methods: ["find", "create"] });
app.service("conversations").hooks({ before: { all: [signedIn], get: [onlyMembers(store)] } });
app.service("messages").hooks({ before: { all: [signedIn], create: [onlyMembers(store)] } });
app.service("deliveries").hooks({ before: { all: [signedIn], create: [onlyMembers(store)] } });

const server = createServer();
await app.setup(server);
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));

process.stdin.resume().on("end", () => process.exit(0));
