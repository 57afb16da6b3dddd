// SPDX-License-Identifier: Apache-2.0
// Everything an application does, by polling, by WebSocket, and across the upgrade between them.

import { connect, next, run } from "./check.mjs";

async function exercise(socket, assert) {
  const binary = Uint8Array.from([1, 2, 3]);
  const [number, text, nested, bytes] = await socket
    .timeout(5000)
    .emitWithAck("echo", 1, "€ \u{1f600}", { a: [true, null] }, binary);
  assert.deepEqual([number, text, nested], [1, "€ \u{1f600}", { a: [true, null] }]);
  assert.deepEqual([...new Uint8Array(bytes)], [1, 2, 3]);

  socket.once("question", (asked, answer) => answer(asked + 1, Buffer.from([7])));
  socket.emit("ask", 41);
  const [answer, blob] = await next(socket, "answer");
  assert.equal(answer, 42);
  assert.deepEqual([...new Uint8Array(blob)], [7]);

  const big = "x".repeat(500_000);
  assert.equal((await socket.timeout(5000).emitWithAck("echo", big))[0], big);

  socket.once("shared", (acknowledge) => acknowledge());
  socket.emit("share");
  await next(socket, "shared ack came");

  const seen = [];
  socket.on("n", (n) => seen.push(n));
  const done = next(socket, "counted");
  socket.emit("count", 500);
  await done;
  assert.deepEqual(seen, [...Array(500).keys()]);
}

/** The move from polling, where every connection begins, to WebSocket. */
async function upgrade(socket) {
  await next(socket.io, "open");
  await next(socket.io.engine, "upgrade");
}

async function goodbye(socket, assert) {
  const reason = next(socket, "disconnect");
  socket.emit("kick");
  assert.deepEqual((await reason)[0], "io server disconnect");
  socket.connect();
  await next(socket, "connect");
  socket.disconnect();
}

await run({
  "polling only": async (assert) => {
    const socket = connect({ transports: ["polling"] });
    await next(socket, "connect");
    await exercise(socket, assert);
    assert.equal(socket.io.engine.transport.name, "polling");
    await goodbye(socket, assert);
  },

  "WebSocket only": async (assert) => {
    const socket = connect({ transports: ["websocket"] });
    await next(socket, "connect");
    await exercise(socket, assert);
    assert.equal(socket.io.engine.transport.name, "websocket");
    await goodbye(socket, assert);
  },

  "polling upgraded to WebSocket, with traffic all the while": async (assert) => {
    const socket = connect();
    const upgraded = upgrade(socket);
    await next(socket, "connect");
    await exercise(socket, assert);
    await upgraded;
    assert.equal(socket.io.engine.transport.name, "websocket");
    await exercise(socket, assert);
    await goodbye(socket, assert);
  },

  "nothing is lost or out of order in fifty upgrades": async (assert) => {
    for (let i = 0; i < 50; i++) {
      const socket = connect();
      const seen = [];
      socket.on("n", (n) => seen.push(n));
      socket.on("connect", () => socket.emit("count", 200));
      await Promise.all([next(socket, "counted"), upgrade(socket)]);
      assert.deepEqual(seen, [...Array(200).keys()]);
      socket.disconnect();
    }
  },

  "a namespace with its own authorization": async (assert) => {
    const refused = connect({ auth: { token: "wrong" } }, "/secret");
    const [error] = await next(refused, "connect_error");
    assert.equal(error.message, "Not authorized");
    assert.deepEqual(error.data, { code: 401 });
    refused.disconnect();

    const socket = connect({ auth: { token: "right" } }, "/secret");
    await next(socket, "connect");
    const main = socket.io.socket("/");
    main.connect();
    await next(main, "connect");
    assert.deepEqual(await main.timeout(5000).emitWithAck("echo", "main"), ["main"]);
    assert.equal(await socket.timeout(5000).emitWithAck("who"), "secret");
    socket.disconnect();
    assert.deepEqual(await main.timeout(5000).emitWithAck("echo", "still"), ["still"]);
    main.disconnect();
  },

  "an unknown namespace": async (assert) => {
    const socket = connect({}, "/unknown");
    assert.equal((await next(socket, "connect_error"))[0].message, "Invalid namespace");
    socket.disconnect();
  },
});
