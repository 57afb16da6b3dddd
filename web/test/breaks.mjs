// SPDX-License-Identifier: Apache-2.0
// The server is killed and started again while two people write, and the network goes away. Whoever runs this kills
// and starts the server after each line "restart N", and it goes on once it sees that.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { as, box, inbox, message, open, run, send, url, window } from "./browser.mjs";

/** The data directory of the server. */
const DATA = process.argv[3];
const RESTARTS = Number(process.argv[4] ?? 0);
const mark = Math.random().toString(36).slice(2, 8);
const teacher = await as("Hugo Haddad");
const student = await as("Ada Park");
await open(student, "Hugo Haddad");
await open(teacher, "Ada Park");

/** The texts of this run as a window shows them, from top to bottom: only what is near to what is seen is drawn. */
async function ours(page) {
  const all = await page.evaluate(async () => {
    const list = document.querySelector("[role=log]");
    const found = new Map();
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    for (list.scrollTop = 0, await drawn(); ; ) {
      for (const article of list.querySelectorAll("article[data-message]")) {
        found.set(article.dataset.message, article.querySelector(".bubble > p").textContent);
      }
      const before = list.scrollTop;
      list.scrollTop += list.clientHeight / 2;
      await drawn();
      if (list.scrollTop === before) {
        return [...found.values()];
      }
    }
  });
  return all.filter((text) => text.endsWith(mark));
}

async function agree(expected) {
  for (const page of [teacher, student]) {
    const last = expected.at(-1);
    await message(page, last).waitFor({ timeout: 60_000 });
    await page.locator(".unsent").first().waitFor({ state: "detached", timeout: 60_000 });
    const seen = await ours(page);
    assert.deepEqual([...seen].sort(), [...expected].sort());
  }
}

const tests = {
  "without a network what is written waits, and is sent in order once, when it is back": async () => {
    await student.context().setOffline(true);
    await student.evaluate(() => dispatchEvent(new Event("offline")));
    await student.getByText(/No connection/).waitFor({ timeout: 60_000 });
    const written = ["one", "two", "three"].map((word) => `${word} ${mark}`);
    for (const text of written) {
      await send(student, text);
      await message(student, text).getByText("Waiting to be sent").waitFor();
    }
    await student.context().setOffline(false);
    await agree(written);
    assert.deepEqual(await ours(teacher), written);
  },

  "a reload of the tab keeps what waits, and the draft": async () => {
    await box(student).fill(`draft ${mark}`);
    await student.reload();
    await box(student).waitFor();
    assert.equal(await box(student).inputValue(), `draft ${mark}`);
    await box(student).fill("");
  },
};

if (RESTARTS > 0) {
  tests[`killed and restarted ${RESTARTS} times while two people write, nothing is lost or doubled`] = async () => {
    const before = await ours(teacher);
    const written = [];
    for (let round = 1; round <= RESTARTS; round++) {
      written.push(`t${round} ${mark}`, `s${round} ${mark}`);
      await send(teacher, `t${round} ${mark}`);
      console.log(`restart ${round}`);
      await send(student, `s${round} ${mark}`);
      await gone();
      await back();
    }
    await agree([...before, ...written]);
    await student.locator(".connection.hidden").waitFor({ state: "attached" });
  };
}

const isUp = () => fetch(new URL("health/live", url)).then((answer) => answer.ok, () => false);
async function gone() {
  // A start that was too quick to be seen is as good.
  for (let i = 0; i < 40 && (await isUp()); i++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
async function back() {
  while (!(await isUp())) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

tests["a session that ran out keeps the draft on one's own device, for the same person alone"] = async () => {
  const page = await window();
  const context = page.context();
  await signInHere(page, 1, true);
  await open(page, "Hugo Haddad");
  await box(page).fill(`kept ${mark}`);
  // The tab is closed, and its token is over when the page is opened again.
  await page.evaluate((token) => localStorage.setItem("homeroom.token", token), over(await tokenOf(page)));
  await page.close();
  const again = await context.newPage();
  await again.goto(url);
  await again.getByText("Your session is over.").waitFor();
  await signInHere(again, 1, true);
  await open(again, "Hugo Haddad");
  assert.equal(await box(again).inputValue(), `kept ${mark}`);
  await again.evaluate((token) => localStorage.setItem("homeroom.token", token), over(await tokenOf(again)));
  await again.reload();
  await again.getByText("Your session is over.").waitFor();
  const mine = again.getByRole("checkbox", { name: /This is my device/ });
  for (const [number, isTheirs] of [[2, false], [1, true], [2, false]]) {
    await again.getByRole("textbox", { name: "E-mail or user name" }).fill(`student${number}@demo.school`);
    assert.equal(await mine.isChecked(), isTheirs, `the device is taken as student ${number}'s`);
  }
  await signInHere(again, 2, false);
  const left = await again.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.ok(!left.includes(mark), left);
  await context.close();
};

const tokenOf = (page) => page.evaluate(() => localStorage.getItem("homeroom.token"));

/** The same token, an hour too old, signed with the secret of the server under test. */
function over(token) {
  const [head, body] = token.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString());
  const old = { ...claims, iat: claims.iat - 90_000, exp: claims.iat - 3_600 };
  const signed = `${head}.${Buffer.from(JSON.stringify(old)).toString("base64url")}`;
  const secret = Buffer.from(readFileSync(`${DATA}/secret`, "utf8").trim(), "hex");
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

async function signInHere(page, number, mine) {
  await page.getByRole("textbox", { name: "E-mail or user name" }).fill(`student${number}@demo.school`);
  await page.getByLabel("Password", { exact: true }).fill("homeroom");
  await page.getByRole("checkbox", { name: /This is my device/ }).setChecked(mine);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await inbox(page).getByRole("link").first().waitFor();
}

tests["two tabs of one user agree on what is read, on drafts and on signing out"] = async () => {
  const second = await student.context().newPage();
  await second.goto(url);
  await second.getByRole("button", { name: /^Ada Park/ }).click();
  await inbox(second).getByRole("link").first().waitFor();
  await open(second, "Hugo Haddad");
  await box(student).fill(`shared ${mark}`);
  await second.waitForFunction((text) => document.querySelector("textarea").value === text, `shared ${mark}`);
  await second.getByRole("button", { name: "Sign out" }).click();
  await student.getByRole("button", { name: "Sign in", exact: true }).waitFor();
};

await run(tests);
