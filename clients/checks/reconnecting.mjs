// SPDX-License-Identifier: Apache-2.0
// A client whose connection is closed or lost comes back by itself.

import { connect, next, run } from "./check.mjs";

async function comesBack(options, how, assert) {
  const socket = connect(options);
  await next(socket, "connect");
  const first = socket.id;
  const reason = next(socket, "disconnect");
  const again = next(socket, "connect");
  socket.emit(how, 300);
  assert.match((await reason)[0], /^transport (close|error)$/);
  await again;
  assert.notEqual(socket.id, first);
  assert.deepEqual(await socket.timeout(5000).emitWithAck("echo", "back"), ["back"]);
  socket.disconnect();
}

const checks = {};
for (const transport of ["polling", "websocket"]) {
  for (const how of ["drop", "cut"]) {
    checks[`${transport}: comes back after ${how}`] = (assert) =>
      comesBack({ transports: [transport] }, how, assert);
  }
}
await run(checks);
