// SPDX-License-Identifier: Apache-2.0
// A node of ../README.md: the reference implementation with one of its adapters for Redis.
// Arguments: streams or sharded, and the port of Redis.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { createShardedAdapter } from "@socket.io/redis-adapter";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [kind, redisPort] = process.argv.slice(2);

const connect = async () => {
  const client = createClient({ url: `redis://127.0.0.1:${redisPort}` });
  client.on("error", (fault) => {
    console.error(fault);
    process.exit(1);
  });
  await client.connect();
  return client;
};

const adapters = {
  streams: async () => createAdapter(await connect()),
  sharded: async () => createShardedAdapter(await connect(), await connect()),
};

const http = createServer();
const io = new Server(http, { adapter: await adapters[kind]() });

io.on("connection", (socket) => {
  const { room } = socket.handshake.query;
  socket.join(room);
  socket.on("say", (text) => io.to(room).emit("said", text));
  socket.emit("ready");
});

http.listen(0, "127.0.0.1", () => console.log(`port ${http.address().port}`));

createInterface({ input: process.stdin }).on("close", () => process.exit(0));
