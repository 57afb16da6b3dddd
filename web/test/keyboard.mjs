// SPDX-License-Identifier: Apache-2.0
// Without a mouse: signing in, a message, its actions, a group.
import assert from "node:assert/strict";
import { box, inbox, message, run, window } from "./browser.mjs";

const mark = Math.random().toString(36).slice(2, 8);
const page = await window();
const key = (name) => page.keyboard.press(name);
const focused = () =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at.getAttribute("aria-label") ?? at.labels?.[0]?.querySelector("span").textContent ?? at.textContent;
  });

/** Goes on with Tab until what has the focus is called so. */
async function tabTo(name) {
  for (let i = 0; i < 60; i++) {
    if (name.test((await focused()) ?? "")) {
      return;
    }
    await key("Tab");
  }
  assert.fail(`${name} is not reached by Tab`);
}

/** Waits until the people that are found, at most so many, are all called so. */
function foundAll(text, most) {
  return page.waitForFunction(([wanted, count]) => {
    const found = [...document.querySelectorAll(".pick .people-list li")].map((person) => person.textContent);
    return found.length > 0 && found.length <= count && found.every((name) => name.includes(wanted));
  }, [text, most]);
}

await run({
  "signing in": async () => {
    await tabTo(/^E-mail or user name$/);
    await page.keyboard.type("teacher1@demo.school");
    await tabTo(/^Password$/);
    await page.keyboard.type("homeroom");
    await key("Enter");
    await inbox(page).getByRole("link").first().waitFor();
  },

  "a message, by the switcher": async () => {
    await key("Control+k");
    await page.getByRole("combobox", { name: "Name of a conversation" }).waitFor();
    await page.keyboard.type("homeroom 7");
    await key("Enter");
    await page.getByRole("heading", { level: 1, name: "Homeroom 7A" }).waitFor();
    await page.waitForFunction(() => document.activeElement.tagName === "TEXTAREA");
    await page.keyboard.type(`by keys ${mark}`);
    await key("Enter");
    await message(page, `by keys ${mark}`).getByText("Stored").waitFor({ state: "attached" });
  },

  "its actions, by arrows and Enter": async () => {
    const isInLog = () => page.evaluate(() => document.activeElement.matches("[role=log]"));
    do {
      await key("Shift+Tab"); // past links in messages, if there are any
    } while (!(await isInLog()) && (await page.evaluate(() => document.activeElement.closest("[role=log]") !== null)));
    assert.ok(await isInLog());
    await key("ArrowUp");
    assert.match(await focused(), new RegExp(`by keys ${mark}`));
    await key("Enter");
    await page.getByRole("menu").waitFor();
    await key("ArrowDown");
    await key("ArrowDown");
    await key("Enter");
    await page.getByText("Editing your message").waitFor();
    await key("Escape");
    await page.getByText("Editing your message").waitFor({ state: "detached" });
    assert.equal(await box(page).evaluate((area) => document.activeElement === area), true);
  },

  "a group": async () => {
    await tabTo(/^New message$/);
    await key("Enter");
    await page.waitForFunction(() => document.activeElement.type === "search");
    const chip = (name) => page.getByRole("button", { name: `Remove ${name}` });
    for (const name of ["Ada Park", "Ben Okafor"]) {
      await page.keyboard.type(name.slice(0, 3));
      await foundAll(name.slice(0, 3), 20);
      await page.keyboard.type(name.slice(3));
      await key("Enter"); // perhaps before the answer to these words: then nobody is chosen yet
      const once = foundAll(name, 1).then(() => key("Enter")).then(() => chip(name).waitFor());
      await Promise.any([chip(name).waitFor(), once]);
    }
    assert.deepEqual(await page.locator(".chips li").allTextContents(), ["Ada Park ", "Ben Okafor "]);
    await tabTo(/^Name of the group$/);
    await page.keyboard.type(`Keys ${mark}`);
    await key("Enter");
    await page.getByRole("heading", { level: 1, name: `Keys ${mark}` }).waitFor();
  },

  "help, and out of it": async () => {
    await tabTo(/^Inbox$/);
    await key("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await key("Escape");
    await page.waitForFunction(() => document.activeElement.textContent === "Inbox");
  },
});
