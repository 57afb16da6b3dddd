// SPDX-License-Identifier: Apache-2.0
// A roster from a file, by the keyboard alone: upload, errors by line, what would change, apply.
import assert from "node:assert/strict";
import { as, judge, run } from "./browser.mjs";

const HEADER = "name,role,email,username,classes";
const PEOPLE = [
  "Noah Brown,admin,admin@demo.school,,",
  "Hugo Haddad,teacher,teacher1@demo.school,,Class 5A",
  "Ada Park,student,student1@demo.school,,Class 5A",
];
/** Who is gone from the next file: more than one in ten of the school. */
const OTHERS = [
  "שרה לוי,student,,sara.levi,Class 5A",
  ...Array.from({ length: 40 }, (_, number) => `Pupil ${number},student,,pupil.${number},Class 5A`),
];
const page = await as("Noah Brown");
/** The lines of the file that is chosen next. */
let chosen = [];
page.on("filechooser", (chooser) => {
  const buffer = Buffer.from(`${chosen.join("\n")}\n`);
  void chooser.setFiles({ name: "people.csv", mimeType: "text/csv", buffer });
});
const key = (name) => page.keyboard.press(name);
const focused = () =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent;
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

async function upload(lines) {
  await tabTo(/^File$/);
  chosen = [HEADER, ...lines];
  await key("Enter");
  await page.waitForFunction(() => document.activeElement.files.length === 1);
  await tabTo(/^Upload and look at it$/);
  await key("Enter");
}

async function apply() {
  await tabTo(/^Apply$/);
  await key("Enter");
  await state("Done: it is the roster.");
}

const state = (text) => page.getByRole("status").getByText(text).first().waitFor();

await run({
  "what is wrong in a file is named by line": async () => {
    await tabTo(/^Administration$/);
    await key("Enter");
    await page.getByRole("navigation", { name: "Administration" }).waitFor();
    await tabTo(/^Import$/);
    await key("Enter");
    await page.getByRole("heading", { name: "Imports" }).waitFor();
    await upload([...PEOPLE, "Nobody,wizard,nobody@demo.school,,"]);
    await state("The files have errors.");
    const row = page.getByRole("region", { name: "Errors in the files" }).getByRole("row").nth(1);
    assert.match(await row.textContent(), /people\.csv5role/);
    await judge(page, "import-errors");
    await tabTo(/^Give it up$/);
    await key("Enter");
    await page.getByRole("heading", { name: "Imports" }).waitFor();
  },

  "what would change is shown, and applied": async () => {
    await upload([...PEOPLE, ...OTHERS]);
    await state("This would change. Nothing has changed yet.");
    await page.getByText(/41 people added · 1 class added/).waitFor();
    await page.waitForFunction(() => document.activeElement.tagName === "H2");
    await judge(page, "import-planned");
    await apply();
  },

  "an import that deactivates many is applied once it is said that it is meant": async () => {
    await tabTo(/^All imports$/);
    await key("Enter");
    await page.getByRole("heading", { name: "Imports" }).waitFor();
    await upload(PEOPLE);
    await page.getByText(/41 people deactivated/).first().waitFor();
    await judge(page, "import-word");
    await tabTo(/That is meant/);
    await key("Space");
    await apply();
  },

  "it is the roster, and stands among the imports": async () => {
    await tabTo(/^All imports$/);
    await key("Enter");
    await page.getByRole("listitem").filter({ hasText: "Done: it is the roster." }).first().waitFor();
    await page.evaluate(() => (location.hash = "#/admin/people"));
    await page.getByRole("searchbox", { name: "Find a person" }).fill("שרה");
    await page.getByRole("button", { name: /deactivated/ }).waitFor();
  },
});
