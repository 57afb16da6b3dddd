// SPDX-License-Identifier: Apache-2.0
// An admin changes the rules after seeing what that means, and asks why somebody cannot write; whoever is concerned
// sees it at once.
import assert from "node:assert/strict";
import { as, inbox, judge, log, open, run, send, shown, url } from "./browser.mjs";

const admin = await as("Noah Brown");
const student = await as("Ada Park");
const teacher = await as("Hugo Haddad");
const dialog = () => admin.getByRole("dialog", { name: "What would change" });
const go = (page, hash) => page.evaluate((to) => (location.hash = to), hash);

async function rules() {
  await go(admin, "#/admin/rules");
  await admin.getByRole("heading", { name: "Who may write to whom" }).waitFor();
}

let version = 0;
async function apply() {
  await dialog().getByRole("button", { name: "Apply these rules" }).click();
  version++;
  await admin.getByText(new RegExp(`^Version ${version}, changed .* by Noah Brown$`)).waitFor();
}

async function preset(name) {
  await rules();
  await admin.getByRole("button", { name: `See what would change ${name}` }).click();
  await dialog().waitFor();
}

async function pick(page, label, name) {
  await page.getByRole("searchbox", { name: label }).fill(name);
  await page.getByRole("main").getByRole("button", { name: new RegExp(`^${name} `) }).first().click();
}

await run({
  "a preset says whom it would cut off, and changes nothing before it is applied": async () => {
    await preset("Primary school");
    await dialog().getByText("Start a direct conversation: Student → Student").first().waitFor();
    await dialog().getByText(/could do this with fewer people/).first().waitFor();
    await judge(admin, "rules-preview");
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await admin.getByText("Nobody has changed the rules yet.").first().waitFor();
  },

  "one rule is changed, and stands among the earlier changes": async () => {
    await rules();
    await admin.getByRole("combobox", { name: "Start a direct conversation: Student → Student" }).selectOption("off");
    await admin.getByRole("combobox", { name: "Write in one that is there: Student → Student" }).selectOption("off");
    await admin.getByRole("form", { name: "Rules of the school" }).getByRole("button", { name: "See what would change" }).click();
    await dialog().getByText(/conversation/).first().waitFor();
    await apply();
    await admin.locator(".history li").getByText(/write\.direct\.student\.student/).waitFor();
  },

  "whom a rule forbids is shown with the reason, and cannot be chosen": async () => {
    await go(student, "#/new");
    await student.getByRole("searchbox", { name: "To" }).fill("Ben Okafor");
    const ben = student.getByRole("button", { name: /^Ben Okafor .*does not let students write directly/, disabled: true });
    await ben.waitFor();
    await ben.click({ force: true });
    await judge(student, "new-forbidden");
    assert.equal(await student.getByRole("button", { name: "Start" }).count(), 0);
    await student.getByRole("searchbox", { name: "To" }).fill("Hugo Haddad");
    await student.getByRole("main").getByRole("button", { name: /^Hugo Haddad Teacher/ }).click();
    await student.getByRole("button", { name: "Start" }).waitFor();
  },

  "why somebody cannot write is told by what decides it": async () => {
    await go(admin, "#/admin/rules/why");
    await pick(admin, "Who writes", "Ada Park");
    await pick(admin, "To whom", "Ben Okafor");
    await admin.getByRole("button", { name: "Ask", exact: true }).click();
    await admin.getByText("It is not allowed.").waitFor();
    await admin.getByText(/Rule: Start a direct conversation: Student → Student\. Version 1/).waitFor();
    await judge(admin, "why");
  },

  "an answer that comes late is not taken for one about somebody else": async () => {
    const page = await admin.context().newPage();
    let held = null;
    await page.routeWebSocket(/socket\.io/, (line) => {
      const server = line.connectToServer();
      server.onMessage((text) => (held && /"allowed":false/.test(text) ? held.push(() => line.send(text)) : line.send(text)));
    });
    await page.goto(url);
    await page.getByRole("button", { name: /^Noah Brown/ }).click();
    await inbox(page).waitFor();
    await go(page, "#/admin/rules/why");
    await pick(page, "Who writes", "Ada Park");
    await pick(page, "To whom", "Ben Okafor");
    held = [];
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    while (held.length === 0) {
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await page.getByRole("button", { name: "Remove Ben Okafor" }).click();
    held.forEach((send) => send());
    held = null;
    await pick(page, "To whom", "Hugo Haddad");
    assert.equal(await page.getByText("It is not allowed.").count(), 0);
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText("It is allowed.").waitFor();
    await page.close();
  },

  "what is edited stays, though somebody else changes the rules meanwhile": async () => {
    await rules();
    const words = admin.getByRole("textbox", { name: /^Words/ });
    const preview = admin.getByRole("form", { name: "Rules of the school" }).getByRole("button", { name: "See what would change" });
    await words.fill("sesame");
    await admin.evaluate(changeRules, { limits: { editMinutes: 7 } });
    version++;
    await preview.click();
    await admin.getByText(/Noah Brown has changed the rules while you were editing/).waitFor();
    assert.equal(await words.inputValue(), "sesame");
    await preview.click();
    await dialog().getByText("words", { exact: true }).waitFor();
    assert.equal(await dialog().locator("dt").count(), 1);
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await judge(admin, "rules-edited");
    await admin.getByRole("button", { name: "Drop my edits and show the rules as they are now" }).click();
    await admin.waitForFunction(() => document.querySelector('[name="limit.editMinutes"]').value === "7");
    assert.equal(await words.inputValue(), "");
  },

  "supervisors are chosen by name, and every member sees them": async () => {
    await rules();
    await admin.getByRole("button", { name: "Supervise students" }).click();
    for (const name of ["Noah Brown", "Ines Larsen"]) {
      await admin.getByRole("searchbox", { name: "Add a supervisor" }).fill(name);
      await admin.getByRole("main").locator(".pick").getByRole("button", { name: new RegExp(`^${name} `) }).click();
      await admin.getByRole("button", { name: `Remove ${name}` }).waitFor();
    }
    await admin.getByRole("form", { name: "Rules of the school" }).getByRole("button", { name: "See what would change" }).click();
    await dialog().getByText(/by=/).waitFor();
    await apply();
    await open(student, "Hugo Haddad");
    await student.getByRole("button", { name: "Details" }).click();
    await student.getByRole("dialog").getByText("Noah Brown").waitFor();
    await judge(student, "details-supervised");
    await student.keyboard.press("Escape");
  },

  "in quiet hours a message stays with the reason": async () => {
    await rules();
    await admin.getByLabel("Quiet hours").fill("student daily 00:00-00:00");
    await admin.getByRole("form", { name: "Rules of the school" }).getByRole("button", { name: "See what would change" }).click();
    await apply();
    await send(student, "is anybody awake?");
    await log(student).getByText(/Not sent: It is quiet time/).waitFor();
    await student.reload();
    await log(student).getByText(/Not sent: It is quiet time/).waitFor();
    await log(student).getByRole("button", { name: "Discard" }).click();
  },

  "a wrong rule is named": async () => {
    await rules();
    await admin.getByLabel("Quiet hours").fill("student always");
    await admin.getByRole("form", { name: "Rules of the school" }).getByRole("button", { name: "See what would change" }).click();
    await admin.getByRole("alert").getByText(/quiet/).waitFor();
    assert.equal(await admin.getByLabel("Quiet hours").inputValue(), "student always");
  },

  "a class of a grade is not taken for another one of the same short name, and no line is overlooked": async () => {
    const one = await admin.evaluate(gradeOfTwins);
    version++;
    await go(admin, "#/admin/audit");
    await rules();
    const grades = admin.getByLabel("Classes of the grades");
    await admin.waitForFunction((id) => document.querySelector("[name=grades]:enabled")?.value === `9: ${id}`, one);
    const preview = admin.getByRole("form", { name: "Rules of the school" }).getByRole("button", { name: "See what would change" });
    await preview.click();
    await dialog().getByText("Nothing would change.").waitFor();
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await grades.fill(`9: ${one}\n7 7A\n7: 7B`);
    await preview.click();
    await dialog().getByText("grades.7").waitFor();
    assert.match(await dialog().locator("dd").textContent(), /^[^,]+,[^,]+$/);
    await dialog().getByRole("button", { name: "Cancel" }).click();
  },

  "a teacher closes the class for now, and students see why they cannot write": async () => {
    await open(teacher, "Homeroom 7A");
    await teacher.getByRole("button", { name: "Details" }).click();
    await teacher.getByRole("dialog").getByRole("button", { name: "Close the class for now" }).click();
    await teacher.getByRole("dialog").getByRole("button", { name: "Open the class again" }).waitFor();
    await open(student, "Homeroom 7A");
    await student.getByText("A teacher closed the class for now.").waitFor();
    await teacher.getByRole("dialog").getByRole("button", { name: "Open the class again" }).click();
    await student.getByRole("textbox", { name: "Message", exact: true }).waitFor();
    await teacher.keyboard.press("Escape");
  },

  "the rules go back to what they were": async () => {
    await preset("Open");
    await apply();
    await shown(admin, "Administration", ".history li");
    await inbox(student).waitFor();
  },
});

/** Changes the rules as another window would. */
async function changeRules(change) {
  const { schoolId } = JSON.parse(sessionStorage.getItem("homeroom.user"));
  const headers = {
    authorization: `Bearer ${sessionStorage.getItem("homeroom.token")}`,
    "content-type": "application/json",
  };
  const { version } = await (await fetch(`settings/${schoolId}`, { headers })).json();
  const body = JSON.stringify({ version, ...change });
  const answer = await fetch(`settings/${schoolId}`, { method: "PATCH", headers, body });
  if (!answer.ok) {
    throw new Error(await answer.text());
  }
}

/** Two classes of the same short name, the first of them in a grade; answers its id. */
async function gradeOfTwins() {
  const { schoolId } = JSON.parse(sessionStorage.getItem("homeroom.user"));
  const headers = {
    authorization: `Bearer ${sessionStorage.getItem("homeroom.token")}`,
    "content-type": "application/json",
  };
  const call = async (path, method, data) => {
    const answer = await fetch(path, { method, headers, ...(data && { body: JSON.stringify(data) }) });
    return answer.ok ? answer.json() : Promise.reject(new Error(await answer.text()));
  };
  const { _id } = await call("classes", "POST", { name: "First twin", code: "TWIN" });
  await call("classes", "POST", { name: "Second twin", code: "TWIN" });
  const { version } = await call(`settings/${schoolId}`, "GET");
  await call(`settings/${schoolId}`, "PATCH", { version, grades: { 9: [_id] } });
  return _id;
}
