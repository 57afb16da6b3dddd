// SPDX-License-Identifier: Apache-2.0
// Connection state recovery: the network is away for three seconds, and nothing is lost.

import { connect, next, run } from "./check.mjs";

async function recovers(options, awayMs, assert) {
  const socket = connect(options);
  await next(socket, "connect");
  assert.equal(socket.recovered, false);
  const id = socket.id;
  const seen = [];
  socket.on("n", (n) => seen.push(n));
  const done = next(socket, "counted");
  socket.emit("count-slowly", 300, 10);
  while (seen.length < 20) {
    await next(socket, "n");
  }
  const again = next(socket, "connect");
  socket.emit("cut", awayMs);
  await again;
  assert.equal(socket.recovered, true);
  assert.equal(socket.id, id);
  await done;
  assert.deepEqual(seen, [...Array(300).keys()]);
  socket.disconnect();
}

await run({
  "by WebSocket": (assert) => recovers({ transports: ["websocket"] }, 3000, assert),
  "by polling": (assert) => recovers({ transports: ["polling"] }, 300, assert),
  "with an upgrade": (assert) => recovers({}, 300, assert),
});
