// SPDX-License-Identifier: Apache-2.0
// The server of ../README.md on the reference implementation.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http);

io.on("connection", (socket) => {
  const { room } = socket.handshake.query;
  socket.join(room);
  socket.on("say", (text) => io.to(room).emit("said", text));
  socket.emit("ready");
});

http.listen(0, "127.0.0.1", () => console.log(`port ${http.address().port}`));

createInterface({ input: process.stdin })
  .on("line", (line) => {
    if (line === "memory") {
      globalThis.gc();
      console.log(`memory ${process.memoryUsage().heapUsed}`);
    }
  })
  .on("close", () => process.exit(0));
