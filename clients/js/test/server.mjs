// SPDX-License-Identifier: Apache-2.0
// The client against a running demo: `node test/server.mjs URL`. What it does is what it prints.
import assert from "node:assert/strict";
import { HomeroomClient } from "@homeroom/client";

const url = process.argv[2];
const password = "homeroom";
const PATIENCE_MS = 20_000;

/** Waits until something holds, looking after each event of a client. */
function until(client, what, condition) {
  return new Promise((resolve, reject) => {
    const ends = [];
    const done = (settle, value) => {
      clearTimeout(timer);
      ends.forEach((end) => end());
      settle(value);
    };
    const look = () => {
      const found = condition();
      if (found) {
        done(resolve, found);
      }
    };
    const timer = setTimeout(() => done(reject, new Error(`not seen: ${what}`)), PATIENCE_MS);
    for (const event of ["state", "conversation", "conversations", "unsent", "presence", "typing", "ended"]) {
      ends.push(client.on(event, look));
    }
    look();
  });
}

async function signIn(email, options = {}) {
  const client = new HomeroomClient({ url, socket: { reconnectionDelay: 50 }, ...options });
  await client.signIn({ strategy: "local", email, password });
  await until(client, `${email} ready`, () => client.state === "ready");
  return client;
}
const texts = (copy) => copy.messages.map((message) => message.text);

const teacher = await signIn("teacher1@demo.school");
const student = await signIn("student1@demo.school");
console.log("both have their conversations", teacher.conversations.size > 2, student.conversations.size > 2);

const direct = [...student.conversations.values()].find((copy) => copy.conversation.type === "direct");
assert.ok(direct.messages.length >= 2);
const mark = crypto.randomUUID();
for (const text of ["one", "two", "three"]) {
  student.send({ conversationId: direct.id }, `${text} ${mark}`);
}
const theirs = teacher.conversations.get(direct.id);
await until(teacher, "three messages", () => texts(theirs).slice(-3).join() === `one ${mark},two ${mark},three ${mark}`);
console.log("three messages came in order");
assert.ok(theirs.unread >= 3);

await until(student, "delivered", () => direct.messages.at(-1).status === "delivered");
teacher.read(direct.id, theirs.messages.at(-1).seq);
await until(student, "read", () => direct.messages.at(-1).status === "read");
await until(teacher, "nothing unread", () => theirs.unread === 0);
console.log("delivered and read are seen by the sender");

teacher.typing(direct.id);
await until(student, "typing", () => student.typists(direct.id).includes(teacher.me.userId));
const edited = await student.edit(direct.messages.at(-1)._id, `3 ${mark}`);
await until(teacher, "the edit", () => texts(theirs).includes(`3 ${mark}`));
await student.delete(edited._id);
await until(teacher, "the deletion", () => theirs.messages.at(-1).deletedAt !== null);
console.log("edits and deletions follow");

student.close();
student.send({ conversationId: direct.id }, `written offline ${mark}`);
student.send({ conversationId: direct.id }, `and this ${mark}`);
teacher.send({ conversationId: direct.id }, `meanwhile ${mark}`);
await until(teacher, "sent", () => texts(theirs).includes(`meanwhile ${mark}`) && teacher.unsent({ conversationId: direct.id }).length === 0);
assert.equal(student.unsent({ conversationId: direct.id }).length, 2);
await student.signIn({ strategy: "local", email: "student1@demo.school", password });
await until(student, "all", () => student.state === "ready" && student.unsent({ conversationId: direct.id }).length === 0);
assert.deepEqual(texts(direct).slice(-3), [`meanwhile ${mark}`, `written offline ${mark}`, `and this ${mark}`]);
await until(teacher, "both", () => texts(theirs).at(-1) === `and this ${mark}`);
console.log("what was written offline is sent in order, what was missed is there");

const other = await signIn("teacher2@demo.school");
await until(teacher, "online", () => teacher.online.has(other.me.userId));
const known = new Set(other.conversations.keys());
other.send({ to: teacher.me.userId }, `hello ${mark}`);
const made = await until(other, "a new conversation", () => [...other.conversations.values()].find((copy) => texts(copy).includes(`hello ${mark}`)));
await until(teacher, "there, too", () => texts(teacher.conversations.get(made.id) ?? { messages: [] }).includes(`hello ${mark}`));
console.log("a message to a person makes their conversation", known.size <= other.conversations.size);
await assert.rejects(student.service("users").get("nobody"), { code: "user-not-found", status: 404 });
const page = await student.service("messages").find({ query: { $search: mark } });
assert.ok(page.total >= 4);
console.log("services answer");

const renewing = new HomeroomClient({ url, renew: async () => student.token });
await renewing.resume("a.wrong.token");
await until(renewing, "a renewed session", () => renewing.state === "ready");
assert.equal(renewing.me.userId, student.me.userId);
renewing.close();
console.log("a token that is refused is renewed");

const shared = await signIn("student3@demo.school");
shared.close();
shared.send({ to: teacher.me.userId }, `of somebody else ${mark}`);
await shared.signIn({ strategy: "local", email: "student4@demo.school", password });
await until(shared, "another person", () => shared.state === "ready");
assert.deepEqual(shared.unsent({ to: teacher.me.userId }), []);
assert.equal((await shared.service("messages").find({ query: { $search: `of somebody else ${mark}` } })).total, 0);
shared.close();
console.log("what one person wrote is never sent as another");

const ended = new Promise((resolve) => teacher.on("ended", resolve));
await fetch(new URL("authentication", url), { method: "DELETE", headers: { authorization: `Bearer ${teacher.token}` } });
assert.equal(await ended, "ended");
await other.signOut();
assert.equal(other.conversations.size, 0);
console.log("a session that is ended says so");
student.close();
