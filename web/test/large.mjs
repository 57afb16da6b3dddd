// SPDX-License-Identifier: Apache-2.0
// 10 000 messages, a class of 500, and a slow line; on a demo without limits of calls and messages.
import assert from "node:assert/strict";
import { connect, createServer } from "node:net";
import { pipeline, Transform } from "node:stream";
import { as, inbox, log, message, open, run, send, shown, texts, url, window } from "./browser.mjs";

const MESSAGES = Number(process.argv[3] ?? 10_000);
const CLASS = 500;
const AT_ONCE = 16;
const mark = Math.random().toString(36).slice(2, 8);

/** Calls over REST as somebody of the demo. */
async function caller(email) {
  const headers = { "content-type": "application/json" };
  const post = async (path, data) => {
    const answer = await fetch(new URL(path, url), { method: "POST", headers, body: JSON.stringify(data) });
    if (!answer.ok) {
      throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  };
  const session = await post("authentication", { strategy: "local", email, password: "homeroom" });
  headers.authorization = `Bearer ${session.accessToken}`;
  return { post, me: session.user };
}

/** Does it for each number, so many at once. */
async function each(count, act) {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        await act(next++);
      }
    }),
  );
}

const teacher = await caller("teacher1@demo.school");
const student = await caller("student1@demo.school");
const admin = await caller("admin@demo.school");
let page;

/** What the page's JavaScript holds after a collection, in bytes. */
async function heap() {
  const line = await page.context().newCDPSession(page);
  await line.send("HeapProfiler.collectGarbage");
  const { usedSize } = await line.send("Runtime.getHeapUsage");
  await line.detach();
  return usedSize;
}

/** To the first message and back, as somebody does who turns the wheel. */
async function thereAndBack() {
  const list = log(page);
  while (!(await list.getByText("This is the beginning.").isVisible())) {
    await list.evaluate((element) => (element.scrollTop = 0));
    await page.waitForFunction(() => {
      const scroller = document.querySelector("[role=log]");
      return scroller.scrollTop > 0 || scroller.textContent.includes("This is the beginning.");
    });
  }
  assert.ok((await list.getByRole("article").count()) < 120, "only what is near is drawn");
  await page.getByRole("button", { name: /Jump to latest/ }).click();
  await message(page, `last ${mark}`).waitFor();
}

await run({
  [`${MESSAGES} messages are read up to the first, and the memory of the page does not grow with looking`]: async () => {
    await teacher.post("messages", { to: student.me._id, text: `first ${mark}` });
    await each(MESSAGES, (number) => teacher.post("messages", { to: student.me._id, text: `number ${number} ${mark}` }));
    await teacher.post("messages", { to: student.me._id, text: `last ${mark}` });
    page = await as("Ada Park");
    await open(page, "Hugo Haddad");
    await message(page, new RegExp(mark)).first().waitFor();
    await thereAndBack();
    const before = await heap();
    for (let round = 0; round < 3; round++) {
      await thereAndBack();
    }
    const after = await heap();
    console.log(`heap: ${Math.round(before / 1e6)} MB, after looking three times more ${Math.round(after / 1e6)} MB`);
    assert.ok(after < before * 1.2, `${before} bytes became ${after}`);
    await page.context().close();
  },

  [`a class of ${CLASS} is shown whole, and its messages are marked as read by its members`]: async () => {
    const school = await admin.post("classes", { name: `Large ${mark}`, code: mark });
    await admin.post("class-teachers", { classId: school._id, teacherId: teacher.me._id });
    await admin.post("class-enrollments", { classId: school._id, studentId: student.me._id });
    await each(CLASS - 1, async (number) => {
      const user = await admin.post("users", { role: "student", name: `Member ${number}`, username: `${mark}.${number}` });
      await admin.post("class-enrollments", { classId: school._id, studentId: user._id });
    });
    page = await as("Hugo Haddad");
    await open(page, `Large ${mark}`);
    await send(page, `to all ${mark}`);
    const reader = await as("Ada Park");
    await open(reader, `Large ${mark}`);
    await message(page, `to all ${mark}`).getByText(`Read by 1 of ${CLASS}`).waitFor();
    await page.getByRole("button", { name: "Details" }).click();
    await page.getByRole("dialog").getByText(`Member ${CLASS - 2}`, { exact: true }).waitFor();
    assert.equal(await page.getByRole("dialog").getByRole("listitem").count(), CLASS + 1);
    await page.keyboard.press("Escape");
    await page.evaluate((id) => (location.hash = `#/people/${id}`), school._id);
    await shown(page, `Large ${mark}`);
    await reader.context().close();
  },

  "over a slow line somebody signs in, reads and writes; nothing is doubled": async () => {
    const line = await slowLine(40_000, 300);
    const slow = await window();
    await slow.goto(line.url);
    await slow.getByRole("button", { name: /^Ben Okafor/ }).click({ timeout: 60_000 });
    await inbox(slow).getByRole("link", { name: "Homeroom 7A" }).click({ timeout: 60_000 });
    for (const number of [1, 2, 3]) {
      await send(slow, `slowly ${number} ${mark}`);
    }
    await message(slow, `slowly 3 ${mark}`).getByText("Stored").waitFor({ state: "attached", timeout: 60_000 });
    await open(page, "Homeroom 7A");
    await message(page, `slowly 3 ${mark}`).waitFor();
    const written = (await texts(page)).filter((text) => text.startsWith("slowly"));
    assert.deepEqual(written, [1, 2, 3].map((number) => `slowly ${number} ${mark}`));
    await slow.context().close();
    line.close();
  },
});

/** The server, over a line of so many bytes per second in each direction and a delay in milliseconds. */
async function slowLine(rate, delay) {
  const { hostname, port } = new URL(url);
  const throttle = () => {
    let free = Date.now();
    return new Transform({
      transform(chunk, _, done) {
        free = Math.max(free, Date.now()) + (chunk.length / rate) * 1_000;
        setTimeout(() => done(null, chunk), free - Date.now());
      },
    });
  };
  const sockets = new Set();
  const server = createServer((from) => {
    const to = connect(Number(port), hostname);
    for (const [one, other] of [[from, to], [to, from]]) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      setTimeout(() => pipeline(one, throttle(), other, () => {}), delay);
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
