// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConversationCopy } from "../target/dist/index.js";

const ME = "me";

function conversation(changes = {}) {
  return { _id: "c", schoolId: "s", type: "group", title: "Trip", classId: null,
    participants: [ME, "ada", "bob"], createdBy: ME, managedBy: ME, readOnly: false, lastMessage: null,
    rev: 0, unread: 0, readSeq: 0, createdAt: at(0), updatedAt: at(0), ...changes };
}
const at = (second) => new Date(second * 1000).toISOString();
function message(seq, changes = {}) {
  return { _id: `m${seq}`, conversationId: "c", schoolId: "s", senderId: "ada", type: "text",
    clientId: `k${seq}`, seq, rev: seq, text: `text ${seq}`, attachments: [], replyTo: null, status: "sent",
    receipts: { delivered: 0, read: 0, of: 2 }, editedAt: null, deletedAt: null, deletedBy: null,
    createdAt: at(seq), updatedAt: at(seq), ...changes };
}
function entry(messages, changes = {}) {
  const rev = Math.max(0, ...messages.map((one) => one.rev));
  return { messages, rev, complete: true,
    reset: true, receipts: [], ...changes, conversation: conversation({ rev, ...changes.conversation }) };
}
function copyOf(messages, changes) {
  const copy = new ConversationCopy(conversation(), ME);
  copy.sync(entry(messages, changes));
  return copy;
}
const seqs = (copy) => copy.messages.map((one) => one.seq);

test("pushes in order move the rev", () => {
  const copy = copyOf([message(1)]);
  copy.take(message(2));
  copy.take(message(3));
  assert.equal(copy.rev, 3);
  assert.equal(copy.hasGap, false);
  assert.deepEqual(seqs(copy), [1, 2, 3]);
});

test("a push beyond the next rev is a gap, which the missing one closes", () => {
  const copy = copyOf([message(1)]);
  copy.take(message(3));
  assert.equal(copy.hasGap, true);
  assert.equal(copy.rev, 1);
  copy.take(message(2));
  assert.equal(copy.hasGap, false);
  assert.equal(copy.rev, 3);
  assert.deepEqual(seqs(copy), [1, 2, 3]);
});

test("a gap is closed by a sync, too, in which numbers skip", () => {
  const copy = copyOf([message(1)]);
  copy.take(message(9));
  copy.sync(entry([message(2, { rev: 5 }), message(7)], { reset: false, rev: 8 }));
  assert.equal(copy.rev, 9);
  assert.equal(copy.hasGap, false);
  assert.deepEqual(seqs(copy), [1, 2, 7, 9]);
});

test("a repeated push shows nothing twice, an older one changes nothing", () => {
  const copy = copyOf([message(1)]);
  copy.take(message(1, { rev: 2, text: "better" }));
  copy.take(message(1));
  assert.deepEqual(copy.messages.map((one) => one.text), ["better"]);
  assert.equal(copy.rev, 2);
});

test("what is pushed before the first entry is kept for it", () => {
  const copy = new ConversationCopy(conversation(), ME);
  copy.take(message(2));
  copy.take(message(1));
  copy.sync(entry([message(1)]));
  assert.deepEqual(seqs(copy), [1, 2]);
  assert.equal(copy.rev, 2);
});

test("a reset forgets what there was, but not what came meanwhile", () => {
  const copy = copyOf([message(1), message(2)]);
  copy.named = false; // another epoch
  copy.take(message(2, { _id: "other2" }));
  copy.sync(entry([message(1, { _id: "other1" })]));
  assert.deepEqual(copy.messages.map((one) => one._id), ["other1", "other2"]);
});

test("a reset without room is no rev to continue from", () => {
  const copy = new ConversationCopy(conversation(), ME);
  copy.sync(entry([], { complete: false, rev: 7 }));
  assert.equal(copy.named, false);
  copy.sync(entry([message(7)]));
  assert.equal(copy.named, true);
  assert.equal(copy.rev, 7);
});

test("a change of a message that is not loaded makes no hole", () => {
  const fifty = Array.from({ length: 50 }, (_, i) => message(i + 11));
  const copy = copyOf(fifty);
  assert.equal(copy.hasOlder, true);
  copy.take(message(3, { rev: 61 }));
  assert.equal(copy.rev, 61);
  assert.equal(copy.messages[0].seq, 11);
  copy.older([message(10), message(3, { rev: 61 })], true);
  assert.deepEqual(seqs(copy).slice(0, 3), [3, 10, 11]);
  assert.equal(copy.hasOlder, false);
});

test("unread counts others' messages after readSeq that are not deleted", () => {
  const copy = copyOf([message(1), message(2), message(3, { senderId: ME })], { conversation: { readSeq: 1, unread: 1 } });
  assert.equal(copy.unread, 1);
  copy.take(message(4));
  assert.equal(copy.unread, 2);
  copy.take(message(4, { rev: 5, text: "", deletedAt: at(5) }));
  assert.equal(copy.unread, 1);
  copy.read(3);
  assert.equal(copy.unread, 0);
});

test("unread begins with the server's count where messages are not loaded", () => {
  const fifty = Array.from({ length: 50 }, (_, i) => message(i + 951));
  const copy = copyOf(fifty, { conversation: { readSeq: 3, unread: 900, rev: 1000 } });
  assert.equal(copy.unread, 900);
  copy.take(message(1001));
  assert.equal(copy.unread, 901);
});

test("receipts count each member once and stop at those who are counted", () => {
  const own = [message(1, { senderId: ME }), message(2, { senderId: ME })];
  const marks = ["ada", "bob"].map((userId) => ({ userId, deliveredSeq: 0, readSeq: 0 }));
  const copy = copyOf(own, { receipts: marks });
  assert.equal(copy.receipts("read", { conversationId: "c", receipts: [{ userId: "ada", seq: 1, at: at(1) }] }), true);
  assert.deepEqual(copy.messages[0].receipts, { delivered: 1, read: 1, of: 2 });
  assert.equal(copy.messages[0].status, "sent");
  assert.deepEqual(copy.messages[1].receipts, { delivered: 0, read: 0, of: 2 });
  copy.receipts("delivered", { conversationId: "c", receipts: [{ userId: "ada", seq: 1, at: at(1) }, { userId: "bob", seq: 2, at: at(2) }] });
  assert.deepEqual(copy.messages[0].receipts, { delivered: 2, read: 1, of: 2 });
  assert.equal(copy.messages[0].status, "delivered");
  copy.receipts("read", { conversationId: "c", receipts: [{ userId: "bob", seq: 2, at: at(2) }] });
  assert.equal(copy.messages[0].status, "read");
});

test("receipts that come before the answer with their message count, too", () => {
  const copy = copyOf([], { receipts: [{ userId: "ada", deliveredSeq: 0, readSeq: 0 }] });
  copy.receipts("delivered", { conversationId: "c", receipts: [{ userId: "ada", seq: 1, at: at(1) }] });
  copy.take(message(1, { senderId: ME }));
  assert.deepEqual(copy.messages[0].receipts, { delivered: 1, read: 0, of: 2 });
});

test("receipts of somebody whose mark is not known are to be asked for", () => {
  const copy = copyOf([message(1, { senderId: ME })]);
  assert.equal(copy.receipts("read", { conversationId: "c", receipts: [{ userId: "eve", seq: 1, at: at(1) }] }), false);
});

test("marks of a sync after a break count as receipts do", () => {
  const marks = (readSeq) => [{ userId: "ada", deliveredSeq: readSeq, readSeq }];
  const copy = copyOf([message(1, { senderId: ME })], { receipts: marks(0) });
  copy.sync(entry([], { reset: false, rev: 1, receipts: marks(1) }));
  assert.deepEqual(copy.messages[0].receipts, { delivered: 1, read: 1, of: 2 });
});

test("a reader's other device moves readSeq", () => {
  const copy = copyOf([message(1), message(2)]);
  copy.receipts("read", { conversationId: "c", receipts: [{ userId: ME, seq: 2, at: at(2) }] });
  assert.equal(copy.conversation.readSeq, 2);
  assert.equal(copy.unread, 0);
});

test("of very many messages the oldest are let go of, and can be loaded again", () => {
  const copy = copyOf([message(1)]);
  for (let seq = 2; seq <= 2_000; seq++) {
    copy.take(message(seq));
  }
  assert.equal(copy.messages.length, 2_000);
  copy.take(message(2_001));
  assert.equal(copy.messages.length, 1_000);
  assert.equal(copy.floor, 1_002);
  assert.deepEqual([copy.rev, copy.hasGap, copy.hasOlder], [2_001, false, true]);
  copy.older([message(1_001), message(1_000)], false);
  assert.deepEqual(seqs(copy).slice(0, 3), [1_000, 1_001, 1_002]);
});

test("what was loaded by asking stays until many new messages come", () => {
  const newest = Array.from({ length: 50 }, (_, i) => message(100_000 + i));
  const copy = copyOf(newest);
  for (let floor = 100_000; !copy.isFull; floor -= 50) {
    copy.older(Array.from({ length: 50 }, (_, i) => message(floor - 1 - i)), false);
  }
  assert.equal(copy.messages.length, 50_000);
  copy.take(message(100_050));
  assert.equal(copy.messages.length, 50_001);
});

test("arrays are replaced and never changed", () => {
  const copy = copyOf([message(1)]);
  const before = copy.messages;
  copy.take(message(2));
  assert.notEqual(copy.messages, before);
  assert.equal(before.length, 1);
});
