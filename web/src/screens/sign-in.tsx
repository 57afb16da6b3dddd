// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { HomeroomError, type User } from "@homeroom/client";
import { isMine } from "../device";
import { sentence, t, type TextName } from "../language";
import { Avatar } from "../parts/avatar";
import { base, endedBecause, signIn } from "../session";

/** What a demo offers; other servers have no such file. */
interface Demo {
  password: string;
  people: Pick<User, "name" | "role" | "email">[];
}

async function findDemo(): Promise<Demo | null> {
  try {
    const answer = await fetch(new URL("demo.json", base), { headers: { accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as Demo) : null;
  } catch {
    return null;
  }
}

export function SignIn() {
  const [error, setError] = useState<HomeroomError | null>(null);
  const [busy, setBusy] = useState(false);
  const [mine, setMine] = useState(isMine());
  const [demo, setDemo] = useState<Demo | null>(null);
  useEffect(() => void findDemo().then(setDemo), []);
  const attempt = async (email: string, password: string) => {
    setBusy(true);
    setError(null);
    endedBecause.value = null;
    try {
      await signIn({ strategy: "local", email, password }, mine);
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
      setBusy(false);
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void attempt(String(form.get("email")).trim(), String(form.get("password")));
  };
  return (
    <main class="sign-in">
      <div class={`sign-in-card ${demo ? "with-demo" : ""}`}>
        <section>
          <img src="./icon.svg" alt="" width="56" height="56" />
          <h1>{t("app")}</h1>
          {endedBecause.value && <p class="hint-box">{t(endedText())}</p>}
          <form onSubmit={submit}>
            <label>
              <span>{t("signin.name")}</span>
              <input name="email" type="text" autocomplete="username" autocapitalize="none" spellcheck={false} required />
            </label>
            <label>
              <span>{t("signin.password")}</span>
              <input name="password" type="password" autocomplete="current-password" required />
            </label>
            <label class="check">
              <input
                type="checkbox"
                checked={mine}
                aria-describedby="mine-hint"
                onChange={(event) => setMine(event.currentTarget.checked)}
              />
              <span>{t("signin.mine")}</span>
            </label>
            <p class="hint" id="mine-hint">
              {t("signin.mine.hint")}
            </p>
            {error && (
              <p class="error" role="alert">
                {sentence(error)}
              </p>
            )}
            <button type="submit" class="primary" disabled={busy}>
              {busy ? t("signin.busy") : t("signin.button")}
            </button>
          </form>
        </section>
        {demo && (
          <section class="demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{t("signin.demo")}</h2>
            <p class="hint">{t("signin.demo.hint")}</p>
            <ul>
              {demo.people.map(({ name, role, email }) => (
                <li>
                  <button type="button" disabled={busy} onClick={() => void attempt(email!, demo.password)}>
                    <Avatar id={email!} name={name} />
                    <span>
                      <strong>{name}</strong>
                      <small>{t(`role.${role}` as TextName)}</small>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  );
}

const ENDED: Record<string, TextName> = {
  expired: "ended.expired",
  deactivated: "ended.deactivated",
  password: "settings.password.done",
};

function endedText(): TextName {
  const reason = endedBecause.value;
  return ENDED[reason ?? ""] ?? "ended.ended";
}
