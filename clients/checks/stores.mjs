// SPDX-License-Identifier: Apache-2.0
// The stores of Feathers applications show what the server has: feathers-pinia, feathers-reactive and figbird.

import feathersClient from "@feathersjs/client";
import { createPiniaClient } from "feathers-pinia";
import { rx } from "feathers-reactive";
import figbird from "figbird";
import { createPinia } from "pinia";
import React from "react";
import renderer from "react-test-renderer";
import { connect, run } from "./check.mjs";

const { feathers, socketio, authentication } = feathersClient;
const PATIENCE_MS = 15_000;

globalThis.IS_REACT_ACT_ENVIRONMENT = false;

/** A client of the demo on a socket, signed in as `name`. */
async function signedIn(name, ...plugins) {
  const app = feathers().configure(socketio(connect())).configure(authentication());
  plugins.forEach((plugin) => app.configure(plugin));
  const signIn = { strategy: "local", email: `${name}@demo.school`, password: "homeroom" };
  app.me = (await app.authenticate(signIn)).user;
  return app;
}

/** Each store: what `service` of `app` has of a query, as a function that gives the list now. */
const stores = {
  "feathers-pinia": async (name) => {
    const app = await signedIn(name);
    const client = createPiniaClient(app, { pinia: createPinia(), idField: "_id", ssr: false });
    return [app, async (service, query) => {
      await client.service(service).find({ query });
      return () => client.service(service).findInStore({ query }).data;
    }];
  },

  "feathers-reactive": async (name) => {
    const app = await signedIn(name, rx({ idField: "_id" }));
    return [app, async (service, query) => {
      let shown;
      await new Promise((resolve, reject) => {
        app.service(service).watch().find({ query }).subscribe({ next: (page) => resolve(shown = page), error: reject });
      });
      return () => shown.data;
    }];
  },

  figbird: async (name) => {
    const app = await signedIn(name);
    return [app, async (service, query) => {
      let shown;
      const params = { query, realtime: "merge", idField: "_id" };
      const List = () => {
        shown = figbird.useFind(service, params);
        return null;
      };
      renderer.create(React.createElement(figbird.Provider, { feathers: app }, React.createElement(List)));
      await until(() => shown?.status === "success");
      return () => shown.data;
    }];
  },
};

async function until(holds) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > deadline) {
      throw new Error("it does not come");
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const FIELDS = {
  conversations: ["_id", "title", "unread", "readSeq", "rev", "lastMessage", "updatedAt"],
  messages: ["_id", "text", "seq", "rev", "deletedAt"],
};

/** What is shown of each record, in one order; the status of a message is for who wrote it. */
function records(service, list) {
  const some = list.map((record) => Object.fromEntries(FIELDS[service].map((field) => [field, record[field]])));
  return JSON.parse(JSON.stringify(some)).sort((one, other) => (one._id < other._id ? -1 : 1));
}

/** Waits until the list shows what a reload would. */
async function agrees(assert, what, app, service, query, list) {
  let there, here;
  const deadline = Date.now() + PATIENCE_MS;
  do {
    await new Promise((resolve) => setTimeout(resolve, 50));
    there = records(service, (await app.service(service).find({ query })).data);
    here = records(service, list());
  } while (JSON.stringify(there) !== JSON.stringify(here) && Date.now() < deadline);
  assert.deepEqual(here, there, what);
  return here;
}

async function follows(assert, store) {
  const teacher = await signedIn("teacher1");
  const [student, open] = await stores[store]("student1");
  const messages = teacher.service("messages");
  const made = await teacher.service("conversations").create({ type: "group", title: store, participants: [student.me._id] });
  const conversationId = made._id;
  await messages.create({ conversationId, text: "first" });

  const all = { type: "group", $limit: 50 };
  const of = { conversationId, $limit: 50 };
  const conversations = await open("conversations", all);
  const texts = await open("messages", of);
  const both = async (what) => {
    const list = await agrees(assert, `conversations: ${what}`, student, "conversations", all, conversations);
    await agrees(assert, `messages: ${what}`, student, "messages", of, texts);
    return list.find(({ _id }) => _id === conversationId);
  };
  await both("as found");
  const second = await messages.create({ conversationId, text: "second" });
  assert.equal((await both("a message")).unread, 2);
  await messages.patch(second._id, { text: "second, edited" });
  assert.equal((await both("an edit")).lastMessage.text, "second, edited");
  await student.io.emitWithAck("message:read", { conversationId, seq: second.seq });
  assert.equal((await both("read")).unread, 0);
  await messages.remove(second._id);
  assert.equal((await both("a deletion")).lastMessage.text, "first");
  assert.equal(texts().length, 1);
  await teacher.service("conversations").patch(conversationId, { title: "Renamed" });
  assert.equal((await both("a new title")).title, "Renamed");

  const own = await student.service("messages").create({ conversationId, text: "own" });
  const status = () => texts().find(({ _id }) => _id === own._id)?.status;
  await teacher.io.emitWithAck("message:delivered", { conversationId, seq: own.seq });
  await until(() => status() === "delivered");
  await teacher.io.emitWithAck("message:read", { conversationId, seq: own.seq });
  await until(() => status() === "read");

  await teacher.service("conversations").remove(conversationId);
  await teacher.service("messages").create({ to: student.me._id, text: "elsewhere" });
  await both("who left");
}

run(Object.fromEntries(Object.keys(stores).map((store) => [store, (assert) => follows(assert, store)])));
