// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { HomeroomError } from "../target/dist/index.js";
import { MAX_UNSENT, Outbox } from "../target/dist/outbox.js";

const refusal = (code, data = {}) => new HomeroomError({ name: "Refused", message: "no", code, data });

/** A server that answers as `answer` says, and an outbox before it. */
function stage(answer, store) {
  const calls = [];
  const sent = [];
  let changed = () => {};
  const outbox = new Outbox(
    async (payload) => {
      calls.push(payload);
      return (await answer(payload, calls.length)) ?? { ok: true, message: { text: payload.text }, duplicate: false };
    },
    (unsent) => sent.push(unsent.text),
    () => changed(),
    store,
  );
  const until = (condition) =>
    new Promise((resolve) => {
      changed = () => condition() && resolve();
      changed();
    });
  return { outbox, calls, sent, until };
}
const place = { conversationId: "c" };

test("messages leave in the order in which they were written, once there is a connection", async () => {
  const { outbox, sent, until } = stage(() => {});
  ["one", "two", "three"].forEach((text) => outbox.add(place, text, null));
  assert.deepEqual(sent, []);
  outbox.open = true;
  await until(() => outbox.all().length === 0);
  assert.deepEqual(sent, ["one", "two", "three"]);
});

test("what got no answer is sent again with the same clientId, before what came after it", async () => {
  const { outbox, calls, until } = stage((_, call) => {
    if (call === 1) {
      outbox.open = false; // the connection is lost with the call
      throw HomeroomError.offline();
    }
  });
  outbox.open = true;
  const { clientId } = outbox.add(place, "one", null);
  outbox.add(place, "two", null);
  await new Promise(setImmediate);
  assert.equal(calls.length, 1);
  outbox.open = true;
  await until(() => outbox.all().length === 0);
  assert.deepEqual(calls.map((call) => call.text), ["one", "one", "two"]);
  assert.deepEqual(calls.map((call) => call.clientId === clientId), [true, true, false]);
});

test("a busy server is asked again when it says so", async () => {
  const { outbox, calls, until } = stage((_, call) => {
    if (call === 1) {
      throw refusal(429, { code: "message-rate", retryAfterMs: 1 });
    }
  });
  outbox.open = true;
  outbox.add(place, "one", null);
  await until(() => outbox.all().length === 0);
  assert.equal(calls.length, 2);
});

test("a server with a fault is asked five times, then the message waits to be sent by hand", async () => {
  let hasFault = true;
  const { outbox, calls, until } = stage(() => {
    if (hasFault) {
      throw refusal(500, { code: "fault", retryAfterMs: 0 });
    }
  });
  outbox.open = true;
  const { clientId } = outbox.add(place, "one", null);
  outbox.add(place, "two", null);
  for (let wakes = 0; wakes < 4; wakes++) {
    await new Promise(setImmediate);
    outbox.open = true; // as a new connection, which waits for no pause
  }
  await until(() => outbox.at("c")[0].refused);
  assert.equal(calls.filter((call) => call.text === "one").length, 5);
  hasFault = false;
  outbox.open = true;
  outbox.retry(clientId);
  await until(() => outbox.all().length === 0);
});

test("no more waits than there is room for, and nothing is dropped", () => {
  const { outbox } = stage(() => {});
  const first = outbox.add(place, "0", null);
  for (let i = 1; i < MAX_UNSENT; i++) {
    outbox.add({ to: `p${i}` }, String(i), null);
  }
  assert.throws(() => outbox.add(place, "more", null), { code: "outbox-full" });
  assert.equal(outbox.all().length, MAX_UNSENT);
  outbox.discard(first.clientId);
  outbox.add(place, "more", null);
});

test("a refused message stays with its reason, holds up nothing, and can be sent again", async () => {
  let isAllowed = false;
  const { outbox, calls, sent, until } = stage(({ text }) => {
    if (text === "one" && !isAllowed) {
      throw refusal(403, { code: "conversation-read-only" });
    }
  });
  outbox.open = true;
  const { clientId } = outbox.add(place, "one", null);
  outbox.add(place, "two", null);
  await until(() => sent.includes("two") && outbox.all().length === 1);
  assert.equal(outbox.at("c")[0].refused.code, "conversation-read-only");
  isAllowed = true;
  outbox.retry(clientId);
  await until(() => outbox.all().length === 0);
  assert.equal(calls.at(-1).clientId, clientId);
});

test("places do not wait for each other", async () => {
  const { outbox, sent, until } = stage(({ conversationId }) =>
    conversationId === "c" ? new Promise(() => {}) : undefined,
  );
  outbox.open = true;
  outbox.add(place, "stuck", null);
  outbox.add({ to: "ada" }, "free", null);
  await until(() => sent.includes("free"));
});

test("a store brings back what was left, in order", async () => {
  const kept = new Map();
  const store = {
    load: async () => [...kept.values()],
    put: async (unsent) => void kept.set(unsent.clientId, unsent),
    delete: async (clientId) => void kept.delete(clientId),
  };
  const before = stage(() => {}, store);
  before.outbox.add(place, "one", null);
  before.outbox.add(place, "two", null);
  const { outbox, sent, until } = stage(() => {}, store);
  outbox.open = true;
  await outbox.load();
  await until(() => outbox.all().length === 0);
  assert.deepEqual(sent, ["one", "two"]);
  assert.equal(kept.size, 0);
});

test("what was refused stays refused over a restart, with its reason, until it is sent again by hand", async () => {
  const kept = new Map();
  const store = {
    load: async () => [...kept.values()].map((each) => JSON.parse(each)),
    put: async (unsent) => void kept.set(unsent.clientId, JSON.stringify(unsent)),
    delete: async (clientId) => void kept.delete(clientId),
  };
  const before = stage(() => {
    throw refusal(403, { code: "quiet-hours", until: "2026-11-28T06:00:00.000Z" });
  }, store);
  before.outbox.open = true;
  const { clientId } = before.outbox.add(place, "one", null);
  await before.until(() => before.outbox.at("c")[0].refused);
  const { outbox, calls, until } = stage(() => {}, store);
  outbox.open = true;
  await outbox.load();
  outbox.add(place, "two", null);
  await until(() => outbox.all().length === 1);
  assert.deepEqual(calls.map((call) => call.text), ["two"]);
  const { refused } = outbox.at("c")[0];
  assert.deepEqual([refused.code, refused.status, refused.data.until], ["quiet-hours", 403, "2026-11-28T06:00:00.000Z"]);
  outbox.retry(clientId);
  await until(() => outbox.all().length === 0);
  assert.deepEqual([calls[1].clientId, kept.size], [clientId, 0]);
});

test("what was discarded while it was on its way does not come back with a refusal", async () => {
  let refuse;
  const kept = new Map();
  const store = {
    load: async () => [],
    put: async (unsent) => void kept.set(unsent.clientId, unsent),
    delete: async (clientId) => void kept.delete(clientId),
  };
  const { outbox } = stage(() => new Promise((_, reject) => (refuse = reject)), store);
  outbox.open = true;
  outbox.discard(outbox.add(place, "one", null).clientId);
  refuse(refusal(403));
  await new Promise(setImmediate);
  assert.deepEqual([outbox.all(), kept.size], [[], 0]);
});

test("a store that cannot be read keeps nobody from sending", async () => {
  const broken = async () => {
    throw new Error("broken");
  };
  const { outbox, sent, until } = stage(() => {}, { load: broken, put: broken, delete: broken });
  await outbox.load();
  outbox.open = true;
  outbox.add(place, "one", null);
  await until(() => outbox.all().length === 0);
  assert.deepEqual(sent, ["one"]);
});
