// SPDX-License-Identifier: Apache-2.0
// People who talk with each other, each in a window.
import assert from "node:assert/strict";
import { as, box, inbox, log, message, open, run, send, texts, window } from "./browser.mjs";

const mark = Math.random().toString(36).slice(2, 8);
let teacher, student;

await run({
  "two windows, a message, its read mark": async () => {
    [teacher, student] = await Promise.all([as("Hugo Haddad"), as("Ada Park")]);
    await open(student, "Hugo Haddad");
    await send(student, `hello ${mark}`);
    await open(teacher, "Ada Park");
    await message(student, `hello ${mark}`).getByText("Read", { exact: true }).waitFor();
  },

  "a wrong password is said in a sentence, and the form works": async () => {
    const page = await window();
    await page.getByRole("textbox", { name: "E-mail or user name" }).fill("student2@demo.school");
    await page.getByLabel("Password", { exact: true }).fill("wrong");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").getByText("The name or the password is not right").waitFor();
    await page.getByLabel("Password", { exact: true }).fill("homeroom");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await inbox(page).getByRole("link").first().waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    assert.deepEqual(await page.evaluate(() => [sessionStorage.length, localStorage.length]), [0, 0]);
    await page.context().close();
  },

  "typing is shown, and ends with the message": async () => {
    const writing = teacher.getByText("Ada Park is writing");
    do {
      // The server forwards one start per second, and the message before was written just now.
      await box(student).fill("");
      await box(student).pressSequentially("hm");
    } while (!(await writing.waitFor({ timeout: 500 }).then(() => true, () => false)));
    await box(student).fill(`thought ${mark}`);
    await box(student).press("Enter");
    await message(teacher, `thought ${mark}`).waitFor();
    await teacher.getByText("Ada Park is writing").waitFor({ state: "detached" });
  },

  "edits, replies and deletions are seen by the other": async () => {
    await act(student, `thought ${mark}`, "Edit");
    await box(student).fill(`better ${mark}`);
    await box(student).press("Enter");
    await message(teacher, `better ${mark}`).getByText("edited").waitFor();
    await act(teacher, `better ${mark}`, "Reply");
    await send(teacher, `indeed ${mark}`);
    await message(student, `indeed ${mark}`).getByRole("button", { name: /In reply to Ada Park/ }).waitFor();
    await act(student, `better ${mark}`, "Earlier texts");
    await student.getByRole("dialog").getByText(`thought ${mark}`).waitFor();
    await student.keyboard.press("Escape");
    await act(student, `hello ${mark}`, "Delete");
    await student.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await message(teacher, `hello ${mark}`).waitFor({ state: "detached" });
    await message(teacher, "This message was deleted.").first().waitFor();
  },

  "who got and who read a message is told to its author": async () => {
    await act(student, `better ${mark}`, "Who has read it");
    await student.getByRole("dialog").getByText("Hugo Haddad").waitFor();
    await student.getByRole("dialog").getByText(/^Read /).first().waitFor();
    await student.keyboard.press("Escape");
  },

  "script, long words and right-to-left are text": async () => {
    const script = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> ${mark}`;
    for (const text of [script, "W".repeat(600) + mark, `שלום עולם ${mark}`, `see https://example.org/a?b=1. ${mark}`]) {
      await send(student, text);
      await message(teacher, text).first().waitFor();
    }
    assert.ok((await texts(teacher)).includes(script));
    assert.ok(!(await teacher.title()).includes("owned"));
    const link = log(teacher).getByRole("link", { name: "https://example.org/a?b=1" }).last();
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
    const overflow = await log(teacher).evaluate((list) => list.scrollWidth > list.clientWidth);
    assert.equal(overflow, false);
  },

  "a group is made, and its members hear of it": async () => {
    await teacher.getByRole("button", { name: "New message" }).click();
    for (const name of ["Ada Park", "Ben Okafor"]) {
      await teacher.getByRole("searchbox", { name: "To" }).fill(name);
      await teacher.getByRole("main").getByRole("listitem").getByRole("button", { name: new RegExp(`^${name}`) }).first().click();
    }
    await teacher.getByRole("textbox", { name: "Name of the group" }).fill(`Trip ${mark}`);
    await teacher.getByRole("button", { name: "Make the group" }).click();
    await teacher.getByRole("heading", { level: 1, name: `Trip ${mark}` }).waitFor();
    await send(teacher, `who comes along? ${mark}`);
    await open(student, `Trip ${mark}`);
    await message(student, `who comes along? ${mark}`).waitFor();
  },

  "a hit of the search leads to its place": async () => {
    await student.getByRole("button", { name: "Search" }).click();
    await student.getByRole("searchbox", { name: "Search your messages" }).fill(`indeed ${mark}`);
    await student.getByRole("main").getByRole("link", { name: /indeed/ }).click();
    await student.getByRole("heading", { level: 1, name: "Hugo Haddad" }).waitFor();
    await message(student, `indeed ${mark}`).waitFor();
    await hasFocus(student, `indeed ${mark}`);
  },

  "a hit that is further back than what is loaded is found, too": async () => {
    const id = await teacher.evaluate(() => location.hash.split("/")[2]);
    for (const page of [teacher, student]) {
      await page.evaluate(writeMany, id);
    }
    await student.reload();
    await student.getByRole("button", { name: "Search" }).click();
    await student.getByRole("searchbox", { name: "Search your messages" }).fill(`comes along ${mark}`);
    await student.getByRole("main").getByRole("link", { name: /who comes along/ }).click();
    await hasFocus(student, `who comes along? ${mark}`);
  },

  "where the browser has no room left for a draft, the page says so": async () => {
    const note = student.getByText("This browser has no room left");
    await open(student, "Hugo Haddad");
    await student.evaluate(() => {
      for (let size = 1 << 22; size >= 1; size >>= 1) {
        try {
          sessionStorage.setItem(`filler ${size}`, "x".repeat(size));
        } catch {
          // a smaller piece may have room
        }
      }
    });
    await box(student).fill(`a draft that finds no room ${mark}`);
    await note.waitFor();
    await student.evaluate(() =>
      Object.keys(sessionStorage).filter((name) => name.startsWith("filler")).forEach((name) => sessionStorage.removeItem(name)),
    );
    await box(student).fill("");
    await note.waitFor({ state: "detached" });
  },

  "signed out elsewhere, a window says so": async () => {
    await student.getByRole("button", { name: "Settings" }).click();
    await student.getByRole("button", { name: "Sign out everywhere" }).click();
    await student.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await student.getByText("You were signed out from another place.").waitFor();
  },
});

/** Half a page of messages and more, as the one whose page it is. */
async function writeMany(conversationId) {
  const headers = {
    authorization: `Bearer ${sessionStorage.getItem("homeroom.token")}`,
    "content-type": "application/json",
  };
  for (let i = 1; i <= 28; i++) {
    const body = JSON.stringify({ conversationId, text: `number ${i}` });
    const { ok, status } = await fetch("messages", { method: "POST", headers, body });
    if (!ok) {
      throw new Error(`refused with ${status}`);
    }
  }
}

/** Waits until the message with this text has the focus. */
function hasFocus(page, text) {
  return page.waitForFunction((wanted) => {
    const { activeElement } = document;
    return activeElement.matches("article") && activeElement.textContent.includes(wanted);
  }, text);
}

/** Chooses one of the actions of a message. */
async function act(page, text, name) {
  const one = message(page, text).last();
  await one.hover();
  await one.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}
