// SPDX-License-Identifier: Apache-2.0
// Every way in: a card's code, the first password, a second factor, and the school's own account.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { as, box, inbox, judge, open, run, shown, url, window } from "./browser.mjs";

const mark = Math.random().toString(36).slice(2, 8);
const PASSWORD = "a quiet otter";
/** Where the identity provider is, if there is one to sign in with. */
const PROVIDER = process.argv[3];
const admin = await as("Noah Brown");
let pupil, teacher, cardCode, secret, recovery, another;

/** What an authenticator app shows now (RFC 6238). */
function appCode(base32, at = Date.now()) {
  const bits = [...base32].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function addPerson(name, fields, role = "student") {
  await admin.evaluate(() => (location.hash = "#/admin/people"));
  await shown(admin, "Administration", ".people-list li");
  await admin.getByRole("button", { name: "Add a person" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  for (const [label, value] of Object.entries(fields)) {
    await dialog.getByLabel(label, { exact: true }).fill(value);
  }
  await dialog.getByRole("combobox", { name: "Role" }).selectOption(role);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

async function signIn(page, name, password) {
  await page.getByRole("textbox", { name: "E-mail or user name" }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const tests = {
  "an admin makes somebody a card": async () => {
    await addPerson(`Pupil ${mark}`, { "User name": `pupil.${mark}` });
    await admin.getByRole("searchbox", { name: "Find a person" }).fill(`pupil ${mark}`);
    await admin.getByRole("button", { name: new RegExp(`Pupil ${mark}`) }).click();
    await admin.getByRole("button", { name: "Make a sign-in code" }).click();
    await admin.getByRole("dialog", { name: "Make sign-in codes" }).getByRole("button", { name: "Make sign-in codes" }).click();
    const card = admin.getByRole("dialog", { name: `Sign-in cards: Pupil ${mark}` });
    await card.getByText(`User name: pupil.${mark}`).waitFor();
    cardCode = await card.locator("code").textContent();
    await judge(admin, "cards");
    // A class of 200 is put on paper whole, which of a dialog browsers do not do.
    await admin.evaluate(() => {
      const cards = document.querySelector(".sheet .cards");
      cards.append(...Array.from({ length: 199 }, () => cards.firstElementChild.cloneNode(true)));
    });
    await admin.emulateMedia({ media: "print" });
    const printed = () => [...document.querySelectorAll("#app > *")].filter((part) => part.checkVisibility());
    assert.deepEqual(await admin.evaluate(`(${printed})().map((part) => part.className)`), ["sheet"]);
    await admin.emulateMedia({ media: null });
    const pages = (await admin.pdf({ format: "A4" })).toString("latin1").match(/\/Type \/Page\b/g).length;
    assert.ok(pages >= 11, `${pages} pages for 200 cards`);
    await admin.keyboard.press("Escape");
    await admin.keyboard.press("Escape");
    await admin.getByRole("dialog").waitFor({ state: "detached" });
  },

  "cards of a class are printed on as many pages as they need": async () => {
    await admin.evaluate(() => (location.hash = "#/admin/classes"));
    await admin.getByRole("link", { name: /Homeroom 7A/ }).click();
    await admin.getByRole("button", { name: "Print sign-in cards" }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "Make sign-in codes" }).click();
    await admin.getByRole("dialog", { name: "Sign-in cards: Homeroom 7A" }).getByText("Everybody of this class has a password.").waitFor();
    await admin.keyboard.press("Escape");
  },

  "the code of a card signs in once, and leads to a password": async () => {
    pupil = await window();
    await pupil.getByRole("button", { name: "I have a sign-in code" }).click();
    await judge(pupil, "sign-in-code");
    await pupil.getByRole("textbox", { name: "Sign-in code" }).fill(cardCode.toLowerCase());
    await pupil.keyboard.press("Enter");
    const dialog = pupil.getByRole("dialog", { name: "Choose a password" });
    await dialog.waitFor();
    await judge(pupil, "first-password");
    await dialog.getByLabel("New password").fill("password");
    await dialog.getByRole("button", { name: "Set the password" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("New password").fill(PASSWORD);
    await dialog.getByRole("button", { name: "Set the password" }).click();
    await dialog.waitFor({ state: "detached" });
    await inbox(pupil).waitFor();
    await pupil.getByRole("button", { name: "Sign out", exact: true }).click();
    await pupil.getByRole("button", { name: "I have a sign-in code" }).click();
    await pupil.getByRole("textbox", { name: "Sign-in code" }).fill(cardCode);
    await pupil.keyboard.press("Enter");
    await pupil.getByRole("alert").getByText("used up").waitFor();
    await pupil.getByRole("button", { name: "Use name and password" }).click();
  },

  "with a user name the school is asked for, where several share the server": async () => {
    await signIn(pupil, `pupil.${mark}`, PASSWORD);
    await pupil.getByRole("alert").getByText("name of your school").waitFor();
    await pupil.getByRole("textbox", { name: "School" }).fill("Demo School");
    await pupil.getByRole("button", { name: "Sign in", exact: true }).click();
    await inbox(pupil).waitFor();
    await pupil.context().close();
  },

  "a new password of one's own leaves the draft, in every tab": async () => {
    const one = await as("Chiara Schmidt");
    await open(one, "Homeroom 7A");
    await box(one).fill(`kept ${mark}`);
    const other = await one.context().newPage();
    await other.goto(url);
    await other.getByRole("button", { name: /^Chiara Schmidt/ }).click();
    await inbox(other).getByRole("link").first().waitFor();
    await one.getByRole("button", { name: "Settings" }).click();
    await one.getByLabel("Current password").fill("homeroom");
    await one.getByLabel("New password").fill(PASSWORD);
    await one.getByRole("button", { name: "Change password" }).click();
    for (const page of [one, other]) {
      await page.getByText("Your password is changed.").waitFor();
    }
    await signIn(one, "student3@demo.school", PASSWORD);
    await open(one, "Homeroom 7A");
    assert.equal(await box(one).inputValue(), `kept ${mark}`);
    await one.context().close();
  },

  "a teacher sets up a second factor": async () => {
    await addPerson(`Teacher ${mark}`, { "E-mail": `t.${mark}@demo.school`, Password: PASSWORD }, "teacher");
    teacher = await window();
    await signIn(teacher, `t.${mark}@demo.school`, PASSWORD);
    await teacher.getByRole("button", { name: "Settings" }).click();
    const form = teacher.locator("section", { has: teacher.getByRole("heading", { name: "Second factor" }) });
    await form.getByLabel("Current password").fill(PASSWORD);
    await form.getByRole("button", { name: "Set up" }).click();
    await form.getByRole("img", { name: "The key as a QR code" }).waitFor();
    secret = (await form.locator("code").textContent()).replace(/\s/g, "");
    await judge(teacher, "second-factor");
    await form.getByLabel("Code of the app").fill(appCode(secret, Date.now() - 30_000));
    await form.getByRole("button", { name: "Switch on" }).click();
    const codes = teacher.getByRole("dialog", { name: "Your recovery codes" });
    await codes.waitFor();
    await judge(teacher, "recovery-codes");
    [recovery, another] = await codes.locator("code").allTextContents();
    assert.equal(await codes.locator("code").count(), 10);
    await codes.getByRole("button", { name: "I have kept them" }).click();
    await form.getByText("10 recovery codes are left").waitFor();
  },

  "and is asked for it: a wrong code is said to be, one of the app signs in, and a recovery code": async () => {
    await teacher.getByRole("button", { name: "Sign out", exact: true }).click();
    await signIn(teacher, `t.${mark}@demo.school`, PASSWORD);
    await teacher.getByRole("heading", { name: "One more step" }).waitFor();
    await judge(teacher, "sign-in-factor");
    await teacher.getByRole("textbox", { name: "Code of the app" }).fill("000000");
    await teacher.keyboard.press("Enter");
    await teacher.getByRole("alert").getByText("wrong or was used").waitFor();
    await teacher.getByRole("textbox", { name: "Code of the app" }).fill(appCode(secret));
    await teacher.keyboard.press("Enter");
    await inbox(teacher).waitFor();
    await teacher.getByRole("button", { name: "Sign out", exact: true }).click();
    await signIn(teacher, `t.${mark}@demo.school`, PASSWORD);
    await teacher.getByRole("button", { name: "I do not have my phone" }).click();
    await teacher.getByRole("textbox", { name: "Recovery code" }).fill(recovery);
    await teacher.keyboard.press("Enter");
    await inbox(teacher).waitFor();
    await teacher.getByRole("button", { name: "Settings" }).click();
    await teacher.getByText("9 recovery codes are left").waitFor();
  },

  "and a device that is known as theirs stays so": async () => {
    const kept = await teacher.evaluate(() => ["user", "owner"].map((name) => sessionStorage.getItem(`homeroom.${name}`)));
    assert.ok(kept.every((value) => value !== null), kept.join());
    await teacher.getByRole("button", { name: "Sign out", exact: true }).click();
    await teacher.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    // As a session leaves it that ran out on such a device.
    await teacher.evaluate(([user, owner]) => {
      Object.entries({ mine: "yes", user, owner }).forEach(([name, value]) => localStorage.setItem(`homeroom.${name}`, value));
    }, kept);
    await teacher.reload();
    await teacher.getByRole("textbox", { name: "E-mail or user name" }).fill(`t.${mark}@demo.school`);
    assert.ok(await teacher.getByRole("checkbox", { name: /This is my device/ }).isChecked());
    await signIn(teacher, `t.${mark}@demo.school`, PASSWORD);
    await teacher.getByRole("button", { name: "I do not have my phone" }).click();
    await teacher.getByRole("textbox", { name: "Recovery code" }).fill(another);
    await teacher.keyboard.press("Enter");
    await inbox(teacher).waitFor();
    assert.notEqual(await teacher.evaluate(() => localStorage.getItem("homeroom.token")), null);
    await teacher.context().close();
  },
};

tests["an address that somebody made up says nothing of its own on the page"] = async () => {
  for (const made of ["#error=Your%20account%20is%20locked.%20Call%20555", "#error=%", "#code=%"]) {
    const page = await window();
    await page.goto(`${url}${made}`);
    await page.reload();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    assert.doesNotMatch(await page.locator("main").textContent(), /555/);
    await page.context().close();
  }
};

if (PROVIDER) {
  tests["the school's own account is the first way in; whoever is not of the school is told"] = async () => {
    for (const who of ["nobody", "student2"]) {
      await fetch(`${PROVIDER}/as/${who}`);
      const page = await window();
      const button = page.getByRole("button", { name: "Sign in with Demo School" });
      await button.waitFor();
      await judge(page, "sign-in-provider");
      await button.click();
      if (who === "nobody") {
        await page.getByRole("alert").getByText("Nobody of this school has that account").waitFor();
      } else {
        await inbox(page).getByRole("link").first().waitFor();
        await page.getByRole("button", { name: "Sign out", exact: true }).click();
        const away = page.getByRole("link", { name: "Sign out there, too" });
        assert.match(await away.getAttribute("href"), /\/authentication\/oidc\/hill\/logout$/);
      }
      assert.doesNotMatch(page.url(), /code=|error=/);
      await page.context().close();
    }
  };
}

await run(tests);
