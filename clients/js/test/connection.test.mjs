// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { Connection } from "../target/dist/connection.js";

/** A connection to nowhere whose token is over, and whose next one is on its way. */
function renewing() {
  const ended = [];
  let give;
  const owner = { offline: () => {}, settled: () => {}, ended: (reason) => ended.push(reason) };
  const renew = () => new Promise((resolve) => (give = resolve));
  const connection = new Connection(new URL("http://127.0.0.1:9/"), "first", owner, renew, { autoConnect: false });
  connection.socket.listeners("session:ended").forEach((listener) => listener({ reason: "expired" }));
  return { connection, ended, give };
}
const settled = () => new Promise(setImmediate);

test("a new token opens the connection again", async () => {
  const { connection, give } = renewing();
  give("second");
  await settled();
  assert.equal(connection.token, "second");
  assert.equal(connection.socket.active, true);
  connection.close();
});

test("a token that comes after the connection was closed opens nothing", async () => {
  const { connection, ended, give } = renewing();
  connection.close();
  give("second");
  await settled();
  assert.equal(connection.token, "first");
  assert.equal(connection.socket.active, false);
  assert.deepEqual(ended, []);
});

test("no token ends the session, but not one that began after this was closed", async () => {
  const left = renewing();
  left.give(null);
  await settled();
  assert.deepEqual(left.ended, ["expired"]);
  const closed = renewing();
  closed.connection.close();
  closed.give(null);
  await settled();
  assert.deepEqual(closed.ended, []);
});
