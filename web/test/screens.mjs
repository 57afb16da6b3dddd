// SPDX-License-Identifier: Apache-2.0
// Every screen in every theme: axe finds nothing, pictures are kept, and a phone needs no sideways scrolling.
import assert from "node:assert/strict";
import { as, box, inbox, judge, message, open, run, send, shown, window } from "./browser.mjs";

const THEMES = ["light", "dark", "contrast"];
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const [admin, teacher, nobody] = await Promise.all([as("Noah Brown"), as("Hugo Haddad"), window()]);
const classLink = inbox(teacher).getByRole("link", { name: "Homeroom 7A" });
await classLink.waitFor();
const classId = await classLink.getAttribute("href");

const dress = (page, theme) => page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
const go = (page, hash) => page.evaluate((to) => (location.hash = to), hash);

/** Where a screen is, its title, and the first of what it asks the server for. */
const SCREENS = {
  inbox: ["#/", "Choose a conversation", ".inbox li"],
  conversation: [classId, "Homeroom 7A", "[role=log] article"],
  new: ["#/new", "New message", ".pick li"],
  people: ["#/people", "People", ".card-list li"],
  search: ["#/search/homework", "Search", ".card-list li"],
  settings: ["#/settings", "Settings", ".card-list li"],
};
/** The pages of the administration, and the first of what each asks for. */
const ADMINISTRATION = {
  People: ".card-list li, .people-list li",
  Classes: ".card-list li",
  Import: "input[type=file]",
  Rules: "form.rules td",
  Audit: "td",
  Health: "dl.changes dd",
};
const tests = {};
for (const theme of THEMES) {
  tests[`sign-in, ${theme}`] = async () => {
    await nobody.getByRole("button", { name: /^Hugo Haddad/ }).waitFor();
    await dress(nobody, theme);
    await judge(nobody, `sign-in-${theme}`);
    await nobody.getByRole("button", { name: "I have a sign-in code" }).click();
    await judge(nobody, `sign-in-code-${theme}`);
    await nobody.getByRole("button", { name: "Use name and password" }).click();
  };
  for (const [name, [hash, title, first]] of Object.entries(SCREENS)) {
    tests[`${name}, ${theme}`] = async () => {
      await dress(teacher, theme);
      await go(teacher, hash);
      await shown(teacher, title, first);
      await judge(teacher, `${name}-${theme}`);
    };
  }
  for (const [page, first] of Object.entries(ADMINISTRATION)) {
    tests[`administration, ${page}, ${theme}`] = async () => {
      const name = page.toLowerCase();
      await dress(admin, theme);
      await go(admin, `#/admin/${name}`);
      await admin.getByRole("navigation", { name: "Administration" }).locator("[aria-current]", { hasText: page }).waitFor();
      await shown(admin, "Administration", first);
      await judge(admin, `admin-${name}-${theme}`);
    };
  }
}

tests["why somebody can write"] = async () => {
  for (const theme of THEMES) {
    await dress(admin, theme);
    await go(admin, "#/admin/rules/why");
    await shown(admin, "Administration", ".pick li");
    await judge(admin, `admin-why-${theme}`);
  }
};

tests["menus and dialogs"] = async () => {
  await dress(teacher, "light");
  await go(teacher, classId);
  await box(teacher).waitFor();
  await send(teacher, "Bring your atlas on Monday.");
  await message(teacher, "Bring your atlas").last().hover();
  await message(teacher, "Bring your atlas").last().getByRole("button", { name: "Actions" }).click();
  await judge(teacher, "menu");
  await teacher.keyboard.press("Escape");
  await teacher.getByRole("button", { name: "Details" }).click();
  await teacher.getByRole("dialog").getByRole("listitem").first().waitFor();
  await judge(teacher, "details");
  await teacher.keyboard.press("Escape");
  await teacher.keyboard.press("Control+k");
  await judge(teacher, "switcher");
  await teacher.keyboard.press("Escape");
};

tests["a phone of 320 px with the largest text"] = async () => {
  const phone = await as("Ada Park", PHONE);
  await phone.evaluate(() => (document.documentElement.dataset.text = "4"));
  const wide = () => phone.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  for (const name of ["inbox", "new", "people", "settings"]) {
    const [hash, title, first] = SCREENS[name];
    await go(phone, hash);
    await (name === "inbox" ? phone.locator(first).first().waitFor() : shown(phone, title, first));
    await judge(phone, `phone-${name}`);
    assert.equal(await wide(), false, name);
  }
  await go(phone, "#/");
  await phone.evaluate(() => (document.documentElement.dataset.text = "1"));
  await open(phone, "Hugo Haddad");
  await judge(phone, "phone-conversation");
  assert.equal(await wide(), false, "conversation");
  await phone.goBack();
  await inbox(phone).waitFor();
  await phone.context().close();
};

tests["German"] = async () => {
  await go(teacher, "#/settings");
  await teacher.getByRole("combobox", { name: "Language" }).selectOption("de");
  await teacher.getByRole("heading", { level: 1, name: "Einstellungen" }).waitFor();
  assert.equal(await teacher.evaluate(() => document.documentElement.lang), "de");
  await judge(teacher, "settings-german");
  await teacher.getByRole("combobox", { name: "Sprache" }).selectOption("en");
};

await run(tests);
