// SPDX-License-Identifier: Apache-2.0
// The official Feathers client, over fetch and over a Socket.IO socket, drives every service of a demo.

import feathersClient from "@feathersjs/client";
import { connect, next, run, url } from "./check.mjs";

const { feathers, rest, socketio, authentication, errors } = feathersClient;
const PASSWORD = "homeroom";
const NOWHERE = "f".repeat(24);

const transports = {
  fetch: () => rest(url).fetch(fetch),
  socket: () => socketio(connect({ transports: ["websocket"] })),
};

/** A client of the demo, signed in as `name`. */
async function signedIn(transport, name) {
  const app = feathers().configure(transports[transport]()).configure(authentication());
  const email = name.includes("@") ? name : `${name}@demo.school`;
  await app.authenticate({ strategy: "local", email, password: PASSWORD });
  app.me = (await app.get("authentication")).user;
  return app;
}

/** That `call` is refused as Feathers refuses: by class, code, className and data. */
async function refused(assert, call, type, dataCode) {
  const error = await call.then((result) => assert.fail(`answered ${JSON.stringify(result)}`), (e) => e);
  assert.ok(error instanceof type, `${error.name} (${error.message}) is no ${type.name}`);
  assert.ok(error instanceof errors.FeathersError);
  assert.equal(error.name, type.name);
  assert.equal(error.code, new type().code);
  assert.equal(error.className, new type().className);
  if (dataCode) {
    assert.equal(error.data.code, dataCode);
  }
  return error;
}

function isPage(assert, page) {
  assert.deepEqual(Object.keys(page).sort(), ["data", "limit", "skip", "total"]);
  assert.ok(Array.isArray(page.data) && page.data.length <= page.limit);
}

/** A group that `teacher` makes with `student`. */
function group(teacher, student, title = "Field trip") {
  return teacher.service("conversations").create({ type: "group", title, participants: [student.me._id] });
}

const services = {
  async conversations(assert, teacher, student) {
    const service = teacher.service("conversations");
    const made = await group(teacher, student);
    assert.equal(made.type, "group");
    assert.equal((await service.get(made._id)).title, "Field trip");
    const page = await service.find({ query: { _id: { $in: [made._id, NOWHERE] }, $select: ["title"] } });
    isPage(assert, page);
    assert.deepEqual(page.data, [{ _id: made._id, title: "Field trip" }]);
    const patched = await service.patch(made._id, { title: "Zoo", participants: { remove: [student.me._id] } });
    assert.equal(patched.title, "Zoo");
    assert.deepEqual(patched.participants, [teacher.me._id]);
    assert.equal((await service.remove(made._id))._id, made._id);
    await refused(assert, service.get(made._id), errors.NotFound, "conversation-not-found");
  },

  async messages(assert, teacher, student) {
    const service = teacher.service("messages");
    const { _id: conversationId } = await group(teacher, student);
    const first = await service.create({ conversationId, text: "Bring a coat", clientId: "c-1" });
    assert.equal(first.seq, 1);
    assert.equal((await service.create({ conversationId, text: "again", clientId: "c-1" }))._id, first._id);
    await service.create({ conversationId, text: "And a sandwich", replyTo: first._id });
    assert.equal((await service.create({ to: student.me._id, text: "Hello" })).senderId, teacher.me._id);
    const page = await service.find({
      query: { conversationId, $sort: { seq: -1 }, $limit: 1, $skip: 1, $or: [{ seq: { $lt: 3 } }, { seq: 9 }] },
    });
    isPage(assert, page);
    assert.deepEqual([page.total, page.limit, page.skip, page.data[0]._id], [2, 1, 1, first._id]);
    assert.deepEqual(await service.find({ query: { conversationId, $limit: 0 } }), {
      total: 2, limit: 0, skip: 0, data: [],
    });
    assert.equal((await service.patch(first._id, { text: "Bring a jacket" })).text, "Bring a jacket");
    assert.equal((await service.get(first._id, { query: { $select: ["text"] } })).text, "Bring a jacket");
    assert.equal((await service.find({ query: { conversationId, $search: "jacket" } })).total, 1);
    assert.equal((await service.remove(first._id)).deletedBy, teacher.me._id);
    await refused(assert, service.patch(first._id, { text: "x" }), errors.Conflict, "message-deleted");
    await refused(assert, student.service("messages").create({ conversationId, text: " " }), errors.BadRequest);
  },

  async users(assert, teacher, student, admin) {
    const service = teacher.service("users");
    const email = `new-${crypto.randomUUID()}@demo.school`;
    const made = await admin.service("users").create({ role: "student", name: "New Pupil", email });
    assert.equal((await admin.service("users").patch(made._id, { name: "Ada New" })).name, "Ada New");
    assert.equal((await admin.service("users").remove(made._id)).active, false);
    await refused(assert, service.create({ role: "admin", name: "X", email: "x@demo.school" }), errors.Forbidden);
    const { data } = await service.find({ query: { email: student.me.email } });
    assert.deepEqual(data.map((user) => user._id), [student.me._id]);
    assert.equal((await service.get(student.me._id)).role, "student");
    await refused(assert, service.get(NOWHERE), errors.NotFound, "user-not-found");
  },

  async classes(assert, teacher, student, admin) {
    const made = await admin.service("classes").create({ name: "Chess", code: "CHESS" });
    assert.equal((await admin.service("classes").patch(made._id, { name: "Chess club" })).name, "Chess club");
    const link = { classId: made._id, teacherId: teacher.me._id };
    const taught = await admin.service("class-teachers").create(link);
    assert.equal((await admin.service("class-teachers").remove(taught._id))._id, taught._id);
    const place = { classId: made._id, studentId: student.me._id };
    const taken = await admin.service("class-enrollments").create(place);
    assert.equal((await admin.service("class-enrollments").remove(taken._id))._id, taken._id);
    assert.equal((await admin.service("classes").remove(made._id)).archived, true);
    const page = await teacher.service("classes").find({ query: { $sort: { name: 1 } } });
    isPage(assert, page);
    assert.equal((await teacher.service("classes").get(page.data[0]._id)).name, page.data[0].name);
  },

  async "class-teachers"(assert, teacher) {
    const { data } = await teacher.service("class-teachers").find({ query: { teacherId: teacher.me._id } });
    assert.equal((await teacher.service("class-teachers").get(data[0]._id)).teacherId, teacher.me._id);
  },

  async "class-enrollments"(assert, teacher, student) {
    const { data } = await student.service("class-enrollments").find({ query: { studentId: student.me._id } });
    assert.equal((await student.service("class-enrollments").get(data[0]._id)).studentId, student.me._id);
  },

  async sessions(assert, teacher) {
    const page = await teacher.service("sessions").find();
    isPage(assert, page);
    assert.ok(page.data.some(({ active }) => active));
  },
  async presence(assert, teacher, student) {
    const socket = connect({ auth: { token: (await student.get("authentication")).accessToken } });
    await next(socket, "connected");
    const page = await teacher.service("presence").find();
    isPage(assert, page);
    assert.ok(page.data.some((user) => user.userId === student.me._id));
    socket.close();
  },

  async receipts(assert, teacher, student) {
    const { _id: conversationId } = await group(teacher, student);
    const message = await teacher.service("messages").create({ conversationId, text: "Seen?" });
    const page = await teacher.service("receipts").find({ query: { messageId: message._id } });
    isPage(assert, page);
    assert.deepEqual(page.data.map((receipt) => receipt.userId), [student.me._id]);
    await refused(assert, student.service("receipts").find({ query: { messageId: message._id } }), errors.Forbidden);
  },

  async "message-history"(assert, teacher, student) {
    const { _id: conversationId } = await group(teacher, student);
    const message = await teacher.service("messages").create({ conversationId, text: "Frist" });
    await teacher.service("messages").patch(message._id, { text: "First" });
    const page = await teacher.service("message-history").find({ query: { messageId: message._id } });
    assert.deepEqual(page.data.map((revision) => revision.text), ["Frist"]);
  },

  async audit(assert, teacher, student) {
    for (const one of [teacher, student]) {
      await refused(assert, one.service("audit").find({ query: { action: "sign-in" } }), errors.Forbidden);
    }
  },

  async settings(assert, teacher, student, admin) {
    const school = admin.me.schoolId;
    await refused(assert, teacher.service("settings").get(school), errors.Forbidden);
    const now = await admin.service("settings").get(school);
    assert.equal(now._id, school);
    const preview = { version: now.version, preset: "staff-only", preview: true };
    await admin.service("settings").patch(school, preview);
    assert.equal((await admin.service("settings").get(school)).version, now.version);
  },

  async "policy-explanations"(assert, teacher, student, admin) {
    const query = { from: teacher.me._id, to: student.me._id, action: "direct" };
    const { data } = await admin.service("policy-explanations").find({ query });
    assert.deepEqual([data.length, data[0].allowed, data[0].code], [1, true, null]);
    await refused(assert, student.service("policy-explanations").find({ query }), errors.Forbidden);
    const own = await teacher.service("policy-explanations").find({ query });
    assert.deepEqual([own.data[0].allowed, own.data[0].explanation], [true, "It is allowed."]);
  },

  async "sign-in-codes"(assert, teacher, student, admin) {
    const { _id, codes } = await admin.service("sign-in-codes").create({ userId: student.me._id });
    assert.deepEqual([_id, codes.length], [student.me._id, 1]);
    await admin.service("sign-in-codes").remove(student.me._id);
    await refused(assert, student.service("sign-in-codes").create({ userId: teacher.me._id }), errors.Forbidden);
  },

  async identities(assert, teacher, student, admin) {
    const query = { userId: student.me._id };
    assert.equal((await admin.service("identities").find({ query })).total, 0);
    assert.equal((await student.service("identities").find()).total, 0);
    const link = { userId: student.me._id, provider: "none", subject: "1" };
    await refused(assert, admin.service("identities").create(link), errors.BadRequest, "invalid-field");
    await refused(assert, teacher.service("identities").find({ query }), errors.Forbidden);
  },

  async health(assert, teacher, student, admin) {
    const health = await admin.service("health").get(admin.me.schoolId);
    assert.equal(health.store.takesWrites, true);
    assert.ok(health.checks.some((check) => check.name === "store" && check.status === "fine"));
    await refused(assert, teacher.service("health").get(admin.me.schoolId), errors.Forbidden);
  },

  async "roster-imports"(assert, teacher, student, admin) {
    const service = admin.service("roster-imports");
    const file = Buffer.from("nmae,role\nAda,student\n");
    const { _id } = await service.create({ name: "people.csv", size: file.length });
    let upload = await service.patch(_id, { offset: 0, data: file.toString("base64") });
    while (upload.state === "reading") {
      await new Promise((later) => setTimeout(later, 50));
      upload = await service.get(_id);
    }
    assert.deepEqual([upload.state, upload.errors[0].file, upload.errors[0].line], ["invalid", "people.csv", 1]);
    assert.ok((await service.find()).data.some((each) => each._id === _id));
    assert.equal((await service.remove(_id))._id, _id);
    await refused(assert, service.get(_id), errors.NotFound);
    await refused(assert, teacher.service("roster-imports").find(), errors.Forbidden);
  },

  async "second-factors"(assert, teacher, student) {
    assert.equal((await teacher.service("second-factors").get(teacher.me._id)).enabled, false);
    const unasked = teacher.service("second-factors").create({ currentPassword: "wrong" });
    await refused(assert, unasked, errors.Forbidden, "current-password-wrong");
    await refused(assert, student.service("second-factors").create({ currentPassword: "homeroom" }), errors.Forbidden);
  },

  async sync(assert, teacher, student) {
    const { _id } = await group(teacher, student);
    await teacher.service("messages").create({ conversationId: _id, text: "Missed?" });
    const answer = await student.service("sync").create({ conversations: { [_id]: 0 } });
    const entry = answer.conversations.find((one) => one.conversation._id === _id);
    assert.deepEqual(entry.messages.map((message) => message.text), ["Missed?"]);
  },
};

/** What Feathers promises of every service. */
async function conventions(assert, teacher) {
  const messages = teacher.service("messages");
  for (const call of [
    () => messages.update(NOWHERE, { text: "x" }),
    () => messages.patch(null, { text: "x" }),
    () => messages.remove(null),
    () => messages.create([{ text: "x" }]),
    () => teacher.service("receipts").get(NOWHERE),
  ]) {
    await refused(assert, call(), errors.MethodNotAllowed);
  }
  await refused(assert, teacher.service("lockers").find(), errors.NotFound, "service-not-found");
  const unknown = teacher.service("classes").find({ query: { colour: "red" } });
  assert.ok((await refused(assert, unknown, errors.BadRequest, "invalid-field")).errors.colour);
  const operator = teacher.service("classes").find({ query: { name: { $regex: "x" } } });
  assert.ok((await refused(assert, operator, errors.BadRequest)).errors["name.$regex"]);
}

async function signInRefused(assert, transport) {
  const app = feathers().configure(transports[transport]()).configure(authentication());
  await refused(assert, app.service("messages").find({ query: {} }), errors.NotAuthenticated);
  const wrong = { strategy: "local", email: "teacher1@demo.school", password: "wrong" };
  await refused(assert, app.authenticate(wrong), errors.NotAuthenticated, "invalid-login");
  await refused(assert, app.authenticate({ strategy: "jwt", accessToken: "rubbish" }), errors.NotAuthenticated);
}

async function signsOut(assert, transport) {
  const app = await signedIn(transport, "student2");
  const { accessToken } = await app.get("authentication");
  await app.logout();
  await refused(assert, app.service("conversations").find(), errors.NotAuthenticated);
  await refused(assert, app.authenticate({ strategy: "jwt", accessToken }), errors.NotAuthenticated);
}

/** The events of `service` that `app` hears, in order, until `count` are there. */
function heard(app, service, count) {
  return new Promise((resolve) => {
    const all = [];
    for (const event of ["created", "patched", "removed"]) {
      app.service(service).on(event, (thing) => {
        all.push([event, thing]);
        if (all.length === count) {
          resolve(all);
        }
      });
    }
  });
}

async function events(assert, teacher, student) {
  const { _id: conversationId } = await group(teacher, student);
  const everybody = [heard(teacher, "messages", 3), heard(student, "messages", 3)];
  const message = await teacher.service("messages").create({ conversationId, text: "Hello" });
  await teacher.service("messages").patch(message._id, { text: "Hello!" });
  await teacher.service("messages").remove(message._id);
  for (const events of await Promise.all(everybody)) {
    assert.deepEqual(events.map(([event]) => event), ["created", "patched", "removed"]);
    assert.deepEqual(events.map(([, thing]) => thing._id), Array(3).fill(message._id));
    assert.deepEqual(events.map(([, thing]) => thing.text), ["Hello", "Hello!", ""]);
  }
}

/** The transport breaks off; the client comes back and signs in again by itself. */
async function returns(assert, teacher, student) {
  const { _id: conversationId } = await group(teacher, student);
  const back = next(student.io, "connected");
  student.io.io.engine.close();
  await back;
  const told = heard(student, "messages", 1);
  await teacher.service("messages").create({ conversationId, text: "Still there?" });
  assert.equal((await told)[0][1].text, "Still there?");
  assert.ok((await student.service("conversations").find()).total > 0);
}

const described = Object.keys(services);
const checks = {
  async "every published service is driven"(assert) {
    const response = await fetch(`${url}/openapi.json`);
    if (response.status !== 404) {
      const { tags } = await response.json();
      assert.deepEqual(tags.map((tag) => tag.name).filter((name) => name !== "authentication").sort(), described.sort());
    }
  },
};
for (const transport of Object.keys(transports)) {
  let signed;
  const people = async () => (signed ??= await Promise.all(["teacher1", "student1", "admin"].map((name) => signedIn(transport, name))));
  checks[`${transport}: sign-in refused`] = (assert) => signInRefused(assert, transport);
  checks[`${transport}: sign-out`] = (assert) => signsOut(assert, transport);
  checks[`${transport}: conventions`] = async (assert) => conventions(assert, ...(await people()));
  for (const name of described) {
    checks[`${transport}: ${name}`] = async (assert) => services[name](assert, ...(await people()));
  }
}
const afresh = async () => [await signedIn("socket", "teacher1"), await signedIn("socket", "student1")];
checks["socket: events"] = async (assert) => events(assert, ...(await afresh()));
checks["socket: signs in again after a reconnect"] = async (assert) => returns(assert, ...(await afresh()));

run(checks);
