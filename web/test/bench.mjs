// SPDX-License-Identifier: Apache-2.0
// How quickly the page shows the first conversation on a slow processor, and how evenly it scrolls. A bench, not a test:
// node test/bench.mjs URL, on a demo started with --message-rate 0 --call-rate 0.
import { loadavg } from "node:os";
import { as, browser, inbox, log, open, url, window } from "./browser.mjs";

const MESSAGES = 10_000;
const AT_ONCE = 16;
const ROUNDS = 7;
const SLOWER = 4;
const FRAME_MS = 1_000 / 60;
/** How long one scrolling is, and how far it goes with each frame. */
const SCROLL_MS = 5_000;
const SPEEDS_PX = [60, 240];
const SCROLLS = 5;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const whole = (number) => Math.round(number).toLocaleString("en").replaceAll(",", " ");
const load = () => loadavg()[0].toFixed(1);

async function post(path, data, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(new URL(path, url), { method: "POST", headers, body: JSON.stringify(data) });
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer.json();
}

async function metrics(line) {
  const { metrics: all } = await line.send("Performance.getMetrics");
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

/** Milliseconds from the click, and from the answer to the sign-in, to the first message; and what the page worked. */
async function firstConversation(href) {
  const page = await window();
  const line = await page.context().newCDPSession(page);
  await line.send("Performance.enable");
  await page.evaluate((to) => {
    location.hash = to;
    globalThis.seen = {};
    addEventListener("click", () => (seen.clicked = performance.now()), { capture: true, once: true });
    const asked = globalThis.fetch;
    globalThis.fetch = async (...call) => {
      const answer = await asked(...call);
      seen.answered ??= performance.now();
      return answer;
    };
    const watch = new MutationObserver(() => {
      if (document.querySelector("[role=log] article")) {
        watch.disconnect();
        // Behind the frame in which it is drawn.
        requestAnimationFrame(() => setTimeout(() => (seen.shown = performance.now())));
      }
    });
    watch.observe(document.body, { childList: true, subtree: true });
  }, href);
  await page.getByRole("button", { name: /^Ada Park/ }).waitFor();
  await line.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const before = await metrics(line);
  await page.getByRole("button", { name: /^Ada Park/ }).evaluate((button) => button.click());
  const seen = await page.waitForFunction(() => globalThis.seen.shown && globalThis.seen, null, { polling: 100 });
  const { clicked, answered, shown } = await seen.jsonValue();
  const after = await metrics(line);
  await page.context().close();
  const worked = (after.TaskDuration - before.TaskDuration) * 1_000;
  return { fromClick: shown - clicked, fromAnswer: shown - answered, worked };
}

/** Of the frames that there was time for, how many in 100 were not drawn while the list was scrolled. */
function dropped(page, selector, speed) {
  return page.evaluate(
    ([list, millis, step, frame]) =>
      new Promise((resolve) => {
        const scroller = document.querySelector(list);
        let [began, last, due, missed] = [0, 0, 0, 0];
        let forth = -1;
        const draw = (now) => {
          if (last) {
            const frames = Math.max(1, Math.round((now - last) / frame));
            due += frames;
            missed += frames - 1;
          }
          began ||= now;
          last = now;
          if (scroller.scrollTop <= 0) {
            forth = 1;
          } else if (scroller.scrollTop >= scroller.scrollHeight - scroller.clientHeight - 1) {
            forth = -1;
          }
          scroller.scrollTop += forth * step;
          if (now - began < millis) {
            requestAnimationFrame(draw);
          } else {
            resolve((100 * missed) / due);
          }
        };
        requestAnimationFrame(draw);
      }),
    [selector, SCROLL_MS, speed, FRAME_MS],
  );
}

/** Reads up to the first message, as somebody does who turns the wheel. */
async function readAll(page) {
  while (!(await log(page).getByText("This is the beginning.").isVisible())) {
    await log(page).evaluate((list) => (list.scrollTop = 0));
    await page.waitForFunction(() => {
      const list = document.querySelector("[role=log]");
      return list.scrollTop > 0 || list.textContent.includes("This is the beginning.");
    });
  }
}

async function scrolling(page) {
  await readAll(page);
  const line = await page.context().newCDPSession(page);
  await line.send("Performance.enable");
  const weigh = async () => {
    await line.send("HeapProfiler.collectGarbage");
    const { JSHeapUsedSize, Nodes } = await metrics(line);
    return `${(JSHeapUsedSize / 1e6).toFixed(1)} MB, ${whole(Nodes)} nodes`;
  };
  const { height, seen } = await log(page).evaluate((list) => ({ height: list.scrollHeight, seen: list.clientHeight }));
  const empty = await browser.newPage();
  await empty.setViewportSize({ width: 1280, height: 800 });
  await empty.setContent(`<div id="list" style="height:${seen}px;overflow:auto"><div style="height:${height}px"></div></div>`);
  await page.bringToFront();
  const before = await weigh();
  for (const speed of SPEEDS_PX) {
    const [ours, theirs] = [[], []];
    for (let round = 0; round < SCROLLS; round++) {
      await page.bringToFront();
      ours.push(await dropped(page, "[role=log]", speed));
      await empty.bringToFront();
      theirs.push(await dropped(empty, "#list", speed));
    }
    const [mine, others] = [median(ours), median(theirs)];
    console.log(`scrolling ${whole(MESSAGES)} messages (${whole(height)} px), ${speed} px a frame, median of ${SCROLLS}, load ${load()}:`);
    console.log(`  ${mine.toFixed(1)} of 100 frames not drawn; an empty page of that height ${others.toFixed(1)}`);
    console.log(`  (${ours.map((each) => each.toFixed(1)).join(" ")}; ${theirs.map((each) => each.toFixed(1)).join(" ")})`);
  }
  await page.bringToFront();
  console.log(`memory after a collection: ${before}; after all that scrolling ${await weigh()}`);
}

const { accessToken } = await post("authentication", { strategy: "local", email: "teacher1@demo.school", password: "homeroom" });
const student = await post("authentication", { strategy: "local", email: "student1@demo.school", password: "homeroom" });
if (process.argv[3] !== "again") {
  let next = 0;
  const write = async () => {
    while (next < MESSAGES) {
      await post("messages", { to: student.user._id, text: `Message ${next++}, which is of some length.` }, accessToken);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
}
const page = await as("Ada Park");
const href = await inbox(page).getByRole("link", { name: "Hugo Haddad" }).getAttribute("href");
const times = [];
for (let round = 0; round < ROUNDS; round++) {
  times.push(await firstConversation(href));
}
const of = (name) => whole(median(times.map((time) => time[name])));
console.log(`first conversation, ${SLOWER} x slower processor, median of ${ROUNDS}, load ${load()}:`);
console.log(`  ${of("fromClick")} ms from the click, ${of("fromAnswer")} ms from the answer to the sign-in;`);
console.log(`  the page worked ${of("worked")} ms of them`);
await open(page, "Hugo Haddad");
await scrolling(page);
await browser.close();
