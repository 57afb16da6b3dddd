// SPDX-License-Identifier: Apache-2.0
// How quickly the page shows the first conversation on a slow processor, and how evenly it scrolls. A bench, not a test:
// node test/bench.mjs URL, on a demo started with --message-rate 0 --call-rate 0.
import { as, browser, inbox, log, open, url, window } from "./browser.mjs";

const MESSAGES = 10_000;
const ROUNDS = 7;
const SLOWER = 4;
const SCROLL_MS = 4_000;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function post(path, data, token) {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(new URL(path, url), { method: "POST", headers, body: JSON.stringify(data) });
  return answer.json();
}

/** Milliseconds from the click, and from the answer to the sign-in, to the first message. */
async function firstConversation(href) {
  const page = await window();
  const line = await page.context().newCDPSession(page);
  await page.evaluate((to) => (location.hash = to), href);
  await page.getByRole("button", { name: /^Ada Park/ }).waitFor();
  await line.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  let answered = 0;
  page.on("response", (answer) => answer.url().endsWith("/authentication") && (answered = performance.now()));
  const clicked = performance.now();
  await page.getByRole("button", { name: /^Ada Park/ }).click();
  await log(page).getByRole("article").first().waitFor();
  const shown = performance.now();
  await page.context().close();
  return { fromClick: shown - clicked, fromAnswer: shown - answered };
}

/** Of the frames that there was time for, how many in 100 were not drawn while the list was scrolled. */
function dropped(page, selector) {
  return page.evaluate(
    ([list, millis]) =>
      new Promise((resolve) => {
        const scroller = document.querySelector(list);
        const began = performance.now();
        let frames = 0;
        let forth = -1;
        const step = (now) => {
          frames++;
          if (scroller.scrollTop <= 0) {
            forth = 1;
          } else if (scroller.scrollTop >= scroller.scrollHeight - scroller.clientHeight - 1) {
            forth = -1;
          }
          scroller.scrollTop += forth * 60;
          if (now - began < millis) {
            requestAnimationFrame(step);
          } else {
            resolve(100 - (100 * frames) / (((now - began) * 60) / 1_000));
          }
        };
        requestAnimationFrame(step);
      }),
    [selector, SCROLL_MS],
  );
}

const { accessToken } = await post("authentication", { strategy: "local", email: "teacher1@demo.school", password: "homeroom" });
const student = await post("authentication", { strategy: "local", email: "student1@demo.school", password: "homeroom" });
for (let at = 0; at < MESSAGES; at += 50) {
  await Promise.all(
    Array.from({ length: 50 }, (_, i) => post("messages", { to: student.user._id, text: `Message ${at + i}, which is of some length.` }, accessToken)),
  );
}
const page = await as("Ada Park");
const href = await inbox(page).getByRole("link", { name: "Hugo Haddad" }).getAttribute("href");
const times = [];
for (let round = 0; round < ROUNDS; round++) {
  times.push(await firstConversation(href));
}
console.log(`first conversation, ${SLOWER} x slower processor, median of ${ROUNDS}:`);
console.log(`  ${Math.round(median(times.map(({ fromClick }) => fromClick)))} ms from the click`);
console.log(`  ${Math.round(median(times.map(({ fromAnswer }) => fromAnswer)))} ms from the answer to the sign-in`);

await open(page, "Hugo Haddad");
for (let loaded = 0; loaded < MESSAGES; ) {
  await log(page).evaluate((list) => (list.scrollTop = 0));
  loaded = await page.evaluate(() => {
    const { scrollHeight, textContent } = document.querySelector("[role=log]");
    return textContent.includes("This is the beginning.") ? Infinity : scrollHeight / 100;
  });
}
const height = await log(page).evaluate((list) => list.scrollHeight);
const empty = await browser.newPage();
await empty.setContent(`<div id="list" style="height:600px;overflow:auto"><div style="height:${height}px"></div></div>`);
const [with_, without] = [[], []];
for (let round = 0; round < 3; round++) {
  await page.bringToFront();
  with_.push(await dropped(page, "[role=log]"));
  await empty.bringToFront();
  without.push(await dropped(empty, "#list"));
}
console.log(`scrolling ${MESSAGES} messages (${height} px), frames not drawn, median of 3:`);
console.log(`  ${median(with_).toFixed(1)} in 100; an empty page of that height ${median(without).toFixed(1)} in 100`);
await browser.close();
