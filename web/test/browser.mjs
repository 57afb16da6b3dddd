// SPDX-License-Identifier: Apache-2.0
// What the tests in a browser share: `node test/NAME.mjs URL`, with Debian's Chromium in $CHROMIUM.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

/** Where the server under test is. */
export const url = `${process.argv[2].replace(/\/$/, "")}/`;
const PATIENCE_MS = 15_000;
const PICTURES = new URL("../target/screenshots/", import.meta.url);
mkdirSync(PICTURES, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
  ],
});

/** What the pages complained of, beside the network when it is away. */
const complaints = [];

/** A window of its own, with the page in it. */
export async function window(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("pageerror", (error) => complaints.push(error.stack));
  page.on("console", (message) => {
    const isNetwork = /net::ERR|Failed to load resource|WebSocket connection|error occurred when fetching the script/.test(message.text());
    if (message.type() === "error" && !isNetwork) {
      complaints.push(message.text());
    }
  });
  await page.goto(url);
  return page;
}

/** Signs in by the one click of the demo. */
export async function as(name, options) {
  const page = await window(options);
  await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  await inbox(page).waitFor();
  return page;
}

export const inbox = (page) => page.getByRole("navigation", { name: "Conversations" });
export const box = (page) => page.getByRole("textbox", { name: "Message", exact: true });
export const log = (page) => page.getByRole("log", { name: "Messages" });
export const message = (page, text) =>
  log(page).getByRole("article").filter({ has: page.locator(".bubble > p", { hasText: text }) });

/** A screen, once it has this title and shows the first of what it asks for. */
export async function shown(page, title, first = "main li") {
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
  await page.locator(first).first().waitFor();
}

/** Opens a conversation by its title. */
export async function open(page, title) {
  await inbox(page).getByRole("link", { name: title, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
}

export async function send(page, text) {
  await box(page).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

/** The texts of the messages that are drawn, in their order. */
export const texts = (page) => log(page).locator("article .bubble > p").allTextContents();

/** axe finds nothing; a picture is kept. */
export async function judge(page, name) {
  // What fades in is judged once it is there.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  await page.screenshot({ path: new URL(`${name}.png`, PICTURES).pathname });
  await page.evaluate(axe);
  const found = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }), RULES);
  const lines = found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`),
  );
  assert.deepEqual(lines, [], name);
}

/** Runs the named tests one after the other. */
export async function run(tests) {
  try {
    for (const [name, test] of Object.entries(tests)) {
      const began = Date.now();
      await test();
      assert.deepEqual(complaints, []);
      console.log(`${name} (${Date.now() - began} ms)`);
    }
  } catch (error) {
    console.error(error.stack);
    for (const [index, page] of browser.contexts().flatMap((context) => context.pages()).entries()) {
      await page.screenshot({ path: new URL(`failed-${index}.png`, PICTURES).pathname }).catch(() => {});
    }
    process.exit(1);
  }
  await browser.close();
}
