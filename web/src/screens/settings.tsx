// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { HomeroomError } from "@homeroom/client";
import { dayAndTime, languages, t, type TextName } from "../language";
import { ErrorText, tellFailure, useAnswer } from "../parts/answer";
import { confirm } from "../parts/dialog";
import { Page } from "../parts/page";
import { prefer, preferences, type Theme } from "../preferences";
import { leave, type Session, setPassword } from "../session";
import { SecondFactor } from "./second-factor";

const THEMES: Theme[] = ["system", "light", "dark", "contrast"];
const SIZES = [1, 2, 3, 4];

export function SettingsScreen({ session }: { session: Session }) {
  return (
    <Page title={t("settings.title")}>
      <Appearance />
      <Devices session={session} />
      <Password session={session} />
      {session.isStaff && <SecondFactor session={session} />}
      <section>
        <h2>{t("settings.account")}</h2>
        <p>
          {session.user.name} · {t(`role.${session.user.role}` as TextName)} · {session.user.email ?? session.user.username}
        </p>
        <p class="hint">{t("settings.licences")}</p>
      </section>
    </Page>
  );
}

function Appearance() {
  const { language, theme, text, keys } = preferences.value;
  return (
    <section>
      <h2>{t("settings.look")}</h2>
      <label>
        <span>{t("settings.language")}</span>
        <select value={language} onChange={(event) => prefer({ language: event.currentTarget.value })}>
          {languages.map(({ code, name }) => (
            <option value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="choices">
        <legend>{t("settings.theme")}</legend>
        {THEMES.map((each) => (
          <label>
            <input type="radio" name="theme" checked={theme === each} onChange={() => prefer({ theme: each })} />
            <span>{t(`settings.theme.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>{t("settings.text")}</legend>
        {SIZES.map((size) => (
          <label>
            <input type="radio" name="text" checked={text === size} onChange={() => prefer({ text: size })} />
            <span>{t(`settings.text.${size}` as TextName)}</span>
          </label>
        ))}
      </fieldset>
      <label class="check">
        <input type="checkbox" checked={keys} onChange={(event) => prefer({ keys: event.currentTarget.checked })} />
        <span>{t("settings.keys")}</span>
      </label>
    </section>
  );
}

function Devices({ session }: { session: Session }) {
  const sessions = session.client.service("sessions");
  const { result, error, again } = useAnswer(() => sessions.find(), []);
  const own = tokenId(session.client.token);
  const active = (result?.data ?? []).filter((device) => device.active);
  const end = (id: string) =>
    sessions.remove(id).then(again, tellFailure);
  return (
    <section>
      <h2>{t("settings.devices")}</h2>
      <ErrorText error={error} />
      <ul class="card-list">
        {active.map(({ _id, device, network, signedInAt }) => {
          const name = programOf(device);
          return (
            <li key={_id} class="with-button">
              <div>
                <strong>
                  {name} {_id === own && <em class="tag">{t("settings.devices.this")}</em>}
                </strong>
                <small>{t("settings.devices.since", { time: dayAndTime(signedInAt), network })}</small>
              </div>
              {_id !== own && (
                <button type="button" onClick={() => void end(_id)}>
                  {t("settings.devices.end", { device: name })}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      <div class="buttons">
        <button
          type="button"
          class="danger"
          onClick={() =>
            confirm(t("settings.everywhere"), t("settings.everywhere.text"), t("settings.everywhere"), () =>
              void end(session.user._id),
            )
          }
        >
          {t("settings.everywhere")}
        </button>
      </div>
    </section>
  );
}

function Password({ session }: { session: Session }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const change = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setError(null);
    try {
      const [password, currentPassword] = [String(form.get("new")), String(form.get("current"))];
      await setPassword(session, { password, currentPassword });
      await leave("password");
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
    }
  };
  return (
    <section>
      <h2>{t("settings.password")}</h2>
      <form onSubmit={(event) => void change(event)}>
        <label>
          <span>{t("settings.password.current")}</span>
          <input name="current" type="password" autocomplete="current-password" required />
        </label>
        <label>
          <span>{t("settings.password.new")}</span>
          <input name="new" type="password" autocomplete="new-password" required minLength={8} aria-describedby="password-hint" />
        </label>
        <p class="hint" id="password-hint">
          {t("settings.password.hint")}
        </p>
        <ErrorText error={error} />
        <div class="buttons">
          <button type="submit">{t("settings.password.change")}</button>
        </div>
      </form>
    </section>
  );
}

/** The claim `jti`, which names the device. */
function tokenId(token: string | null): string | null {
  try {
    const payload = token!.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/");
    return String((JSON.parse(atob(payload)) as { jti?: unknown }).jti);
  } catch {
    return null;
  }
}

const PROGRAMS: [string, RegExp][] = [
  ["Edge", /Edg\//],
  ["Firefox", /Firefox\//],
  ["Chromium", /Chrom(?:e|ium)\//],
  ["Safari", /Safari\//],
];
const SYSTEMS: [string, RegExp][] = [
  ["Android", /Android/],
  ["iPhone, iPad", /iPhone|iPad/],
  ["Windows", /Windows/],
  ["macOS", /Macintosh/],
  ["Linux", /Linux/],
];

/** What people call a program that names itself as browsers do. */
function programOf(device: string): string {
  const program = PROGRAMS.find(([, pattern]) => pattern.test(device))?.[0];
  const system = SYSTEMS.find(([, pattern]) => pattern.test(device))?.[0];
  return [program, system].filter(Boolean).join(", ") || device || t("settings.devices.unknown");
}
