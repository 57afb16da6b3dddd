// SPDX-License-Identifier: Apache-2.0
// Several nodes behind one proxy: every client stays at its node, and comes back at another when that one goes.
// Node a drains and goes when all are there, as a line of input says; then b dies.

import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";
import { next, run, url } from "./check.mjs";

const { origin, pathname } = new URL(url);
const path = `${pathname}/socket.io/`;
const kinds = { polling: ["polling"], websocket: ["websocket"], upgrading: ["polling", "websocket"] };
const EACH = 12;
const NODES = ["a", "b", "c"];
const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** A client that notes where it is, and each time its connection was lost or could not be made. */
async function come(transports) {
  const socket = io(origin, { path, forceNew: true, transports, reconnectionDelay: 50, reconnectionDelayMax: 400 });
  const client = { socket, lost: [], failed: [] };
  socket.on("disconnect", (reason) => client.lost.push(reason));
  socket.io.on("reconnect_error", (error) => client.failed.push(error.message));
  socket.on("connect_error", (error) => client.failed.push(error.message));
  const upgraded = transports.length > 1 && next(socket.io, "open").then(() => next(socket.io.engine, "upgrade"));
  await next(socket, "connect");
  await upgraded;
  client.node = await where(client);
  return client;
}

function where({ socket }) {
  return socket.timeout(10_000).emitWithAck("where");
}

/** Resolves when all of these have lost their node and found another. */
function haveMoved(clients) {
  return Promise.all(
    clients.map(async (client) => {
      await next(client.socket, "disconnect");
      await next(client.socket, "connect");
      client.node = await where(client);
    }),
  );
}

function on(node, clients) {
  return clients.filter((client) => client.node === node);
}

async function all() {
  const coming = Object.values(kinds).flatMap((transports) => Array.from({ length: EACH }, () => come(transports)));
  return Promise.all(coming);
}

let clients;

await run({
  "all nodes serve, and everybody stays at one": async () => {
    clients = await all();
    assert.deepEqual([...new Set(clients.map((client) => client.node))].sort(), NODES);
    for (let i = 0; i < 10; i++) {
      assert.deepEqual(await Promise.all(clients.map(where)), clients.map((client) => client.node));
    }
    for (const { lost, failed } of clients) {
      assert.deepEqual([...lost, ...failed], []);
    }
  },

  "nobody is left on a, which drained, and nobody else has noticed": async () => {
    const others = clients.filter((client) => client.node !== "a");
    await haveMoved(on("a", clients));
    assert.deepEqual(on("a", clients), []);
    assert.deepEqual(others.flatMap((client) => client.lost), []);
    for (const { lost, failed } of clients) {
      assert.deepEqual(failed, []);
      assert.ok(lost.length <= 1);
      assert.ok(lost.every((reason) => /^transport (close|error)$/.test(reason)), lost.join());
    }
  },

  "a is not known any more where it is not": async () => {
    assert.equal((await input.next()).value, "a is gone");
    const session = `${path}?EIO=4&transport=polling&sid=a.${"x".repeat(20)}`;
    for (const method of ["GET", "POST", "GET", "POST", "GET", "POST"]) {
      const answer = await fetch(new URL(session, origin), { method, body: method === "POST" ? "2" : undefined });
      assert.equal(answer.status, 400);
      assert.deepEqual(await answer.json(), { code: 1, message: "Session ID unknown" });
    }
    for (const client of clients) {
      assert.equal(await where(client), client.node);
    }
    const newcomers = await all();
    assert.deepEqual(newcomers.flatMap((client) => client.failed), []);
    clients.push(...newcomers);
  },

  "everybody is on c once b has died": async () => {
    await haveMoved(on("b", clients));
    assert.deepEqual(await Promise.all(clients.map(where)), clients.map(() => "c"));
    for (const client of clients) {
      client.socket.disconnect();
    }
  },
});
