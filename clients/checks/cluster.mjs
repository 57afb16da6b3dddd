// SPDX-License-Identifier: Apache-2.0
// A group whose members come through one proxy to several nodes of a chat, with official clients of every kind, which
// ignore revs and never sync: on each connection they hear every message once and in order. Node a stops meanwhile.

import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { next, run, url } from "./check.mjs";

const { origin, pathname } = new URL(url);
const path = `${pathname}/socket.io/`;
const kinds = { polling: ["polling"], websocket: ["websocket"], upgrading: ["polling", "websocket"] };
const EACH = 4;
const NODES = ["a", "b", "c"];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function call(service, data, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(url + service, { method: "POST", headers, body: JSON.stringify(data) });
  return { status: answer.status, body: await answer.json().catch(() => ({})) };
}

async function signIn(name) {
  const { body } = await call("/authentication", { strategy: "local", email: `${name}@demo.school`, password: "homeroom" });
  return body;
}

/** A client that notes the revs it hears, of each connection by itself. */
async function come(token, transports) {
  const auth = { token };
  const socket = io(origin, { path, auth, forceNew: true, transports, reconnectionDelay: 50, reconnectionDelayMax: 400 });
  const client = { socket, connections: [] };
  socket.on("connected", () => client.connections.push([]));
  socket.on("message:new", (message, ack) => {
    client.connections.at(-1).push(message.rev);
    ack?.();
  });
  const upgraded = transports.length > 1 && next(socket.io, "open").then(() => next(socket.io.engine, "upgrade"));
  await next(socket, "connected");
  await upgraded;
  return client;
}

const nodeOf = ({ socket }) => socket.io.engine.id.split(".")[0];

let ada;
let group;
let clients;
let count = 0;
let writing = true;

/** Sends until it is answered, always as the same message. */
async function say() {
  const message = { conversationId: group, text: `Number ${count}`, clientId: `number-${count++}` };
  for (;;) {
    const { status, body } = await call("/messages", message, ada.accessToken).catch(() => ({}));
    if (status === 200 || status === 201) {
      return body.rev;
    }
    await pause(100);
  }
}

async function allHear(rev) {
  while (!clients.every((client) => client.connections.at(-1).at(-1) >= rev)) {
    await pause(20);
  }
  for (const { connections } of clients) {
    for (const revs of connections) {
      assert.deepEqual(revs, revs.map((_, place) => revs[0] + place));
    }
  }
}

await run({
  "all nodes serve, and everybody hears everything": async () => {
    ada = await signIn("student1");
    const ben = await signIn("student2");
    const made = await call(
      "/conversations",
      { type: "group", title: "Behind a proxy", participants: [ben.user._id] },
      ada.accessToken,
    );
    group = made.body._id;
    const coming = Object.values(kinds).flatMap((transports) =>
      Array.from({ length: EACH }, () => come(ben.accessToken, transports)),
    );
    clients = await Promise.all(coming);
    assert.deepEqual([...new Set(clients.map(nodeOf))].sort(), NODES);
    for (let i = 0; i < 20; i++) {
      await say();
    }
    await allHear(await say());
    assert.ok(clients.every(({ connections: [revs] }) => revs.length === 21));
  },

  "nobody is left on a, and whoever was elsewhere heard everything on": async () => {
    const elsewhere = clients.filter((client) => nodeOf(client) !== "a");
    const moving = clients.filter((client) => nodeOf(client) === "a");
    const said = (async () => {
      while (writing) {
        await say();
        await pause(50);
      }
    })();
    await Promise.all(moving.map(({ socket }) => next(socket, "connected")));
    writing = false;
    await said;
    assert.ok(!clients.map(nodeOf).includes("a"));
    await allHear(await say());
    assert.ok(elsewhere.every(({ connections }) => connections.length === 1 && connections[0].length === count));
  },
});
