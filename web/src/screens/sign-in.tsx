// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { HomeroomError, type SignIn as Proof, type User } from "@homeroom/client";
import { base } from "../base";
import { isMine } from "../device";
import { sentence, t, type TextName } from "../language";
import { Avatar } from "../parts/avatar";
import { findProviders, leaveFor, logoutAddress, type Provider } from "../provider";
import { endedBecause, keptUser, leftProvider, refusedBack, signIn } from "../session";

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

/** How somebody is about to prove who they are; a challenge asks for the second factor, on a device that was told of. */
type Way =
  | { by: "password" }
  | { by: "code" }
  | { by: "factor"; strategy: "local" | "code"; challenge: string; mine: boolean };

export function SignIn() {
  const [way, setWay] = useState<Way>({ by: "password" });
  const [error, setError] = useState<HomeroomError | null>(refusedBack.value);
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [demo, setDemo] = useState<Demo | null>(null);
  const [providers, setProviders] = useState<Provider[]>([]);
  useEffect(() => {
    void findDemo().then(setDemo);
    void findProviders().then(setProviders);
  }, []);
  // Whoever said so of this device need not say it again; of the next person it is not taken for granted.
  const isTheirs = (who: string) => chosen ?? isOwner(who);
  const mine = way.by === "factor" ? way.mine : isTheirs(way.by === "password" ? name : "");
  const change = (to: Way) => {
    setError(null);
    setWay(to);
  };
  const attempt = async (proof: Proof & { strategy: "local" | "code" }, mine: boolean) => {
    setBusy(true);
    setError(null);
    endedBecause.value = null;
    try {
      await signIn(proof, mine);
    } catch (thrown) {
      const refused = HomeroomError.of(thrown);
      const challenge = refused.data["challenge"];
      if (refused.code === "totp-required" && typeof challenge === "string") {
        setWay({ by: "factor", strategy: proof.strategy, challenge, mine });
      } else {
        setError(refused);
      }
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <div class={`sign-in-card ${demo ? "with-demo" : ""}`}>
        <section>
          <img src="./icon.svg" alt="" width="56" height="56" />
          <h1>{t(way.by === "factor" ? "signin.factor" : "app")}</h1>
          {endedBecause.value && <p class="hint-box">{t(endedText())}</p>}
          {leftProvider.value && way.by !== "factor" && (
            <p class="hint-box">
              {t("signin.left")} <a href={logoutAddress(leftProvider.value)}>{t("signin.left.button")}</a>
            </p>
          )}
          {way.by !== "factor" && providers.length > 0 && (
            <>
              <div class="providers">
                {providers.map((provider) => (
                  <button type="button" class="primary" onClick={() => leaveFor(provider, mine)}>
                    {t("signin.provider", { school: provider.school })}
                  </button>
                ))}
              </div>
              <p class="or">{t("signin.or")}</p>
            </>
          )}
          <Form
            way={way}
            error={error}
            busy={busy}
            attempt={(proof) => void attempt(proof, mine)}
            change={change}
            onName={(typed) => {
              setName(typed);
              if (!typed) {
                setChosen(null);
              }
            }}
          >
            {way.by !== "factor" && (
              <>
                <label class="check">
                  <input
                    type="checkbox"
                    checked={mine}
                    aria-describedby="mine-hint"
                    onChange={(event) => setChosen(event.currentTarget.checked)}
                  />
                  <span>{t("signin.mine")}</span>
                </label>
                <p class="hint" id="mine-hint">
                  {t("signin.mine.hint")}
                </p>
              </>
            )}
          </Form>
        </section>
        {demo && way.by !== "factor" && (
          <section class="demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{t("signin.demo")}</h2>
            <p class="hint">{t("signin.demo.hint")}</p>
            <ul>
              {demo.people.map(({ name, role, email }) => (
                <li>
                  <button
                    type="button"
                    disabled={busy}
                    onClick={() =>
                      void attempt({ strategy: "local", email: email!, password: demo.password }, isTheirs(email!))
                    }
                  >
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

/** Whether it is the name of the person whose device this is. */
function isOwner(name: string): boolean {
  const owner = isMine() ? keptUser() : null;
  const typed = name.trim().toLowerCase();
  return typed !== "" && [owner?.email, owner?.username].some((each) => each?.toLowerCase() === typed);
}

function Form(props: {
  way: Way;
  error: HomeroomError | null;
  busy: boolean;
  attempt: (proof: Proof & { strategy: "local" | "code" }) => void;
  change: (to: Way) => void;
  onName: (typed: string) => void;
  children: ComponentChildren;
}) {
  const { way, error, change } = props;
  const [usesRecovery, setRecovery] = useState(false);
  const needsSchool = error?.fields["school"] !== undefined;
  const [showsSchool, setSchool] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => setSchool((before) => before || needsSchool), [needsSchool]);
  useEffect(() => {
    if (way.by !== "password") {
      form.current!.querySelector("input")!.focus();
    }
  }, [way.by, usesRecovery]);
  useEffect(() => {
    if (showsSchool) {
      form.current!.querySelector<HTMLInputElement>("[name=school]")?.focus();
    }
  }, [showsSchool]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(form.current!);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    if (way.by === "factor") {
      const { strategy, challenge } = way;
      const second = usesRecovery ? { recoveryCode: text("recovery") } : { totp: text("totp").replace(/\s/g, "") };
      props.attempt({ strategy, challenge, ...second });
    } else if (way.by === "code") {
      props.attempt({ strategy: "code", code: text("code") });
    } else {
      const school = text("school");
      const password = String(data.get("password"));
      props.attempt({ strategy: "local", email: text("email"), password, ...(school && { school }) });
    }
  };
  const other = (name: TextName, act: () => void) => (
    <button type="button" class="link" onClick={act}>
      {t(name)}
    </button>
  );
  return (
    <form onSubmit={submit} ref={form}>
      {way.by === "password" && (
        <>
          <label>
            <span>{t("signin.name")}</span>
            <input
              name="email"
              type="text"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              required
              onInput={(event) => props.onName(event.currentTarget.value)}
            />
          </label>
          <label>
            <span>{t("signin.password")}</span>
            <input name="password" type="password" autocomplete="current-password" required />
          </label>
          {showsSchool && (
            <label>
              <span>{t("signin.school")}</span>
              <input name="school" type="text" autocomplete="organization" required />
            </label>
          )}
        </>
      )}
      {way.by === "code" && (
        <>
          <label>
            <span>{t("signin.code")}</span>
            <input
              name="code"
              type="text"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              aria-describedby="code-hint"
              required
            />
          </label>
          <p class="hint" id="code-hint">
            {t("signin.code.hint")}
          </p>
        </>
      )}
      {way.by === "factor" && (
        <>
          <p id="factor-hint">{t(usesRecovery ? "signin.recovery.hint" : "signin.factor.hint")}</p>
          <label key={String(usesRecovery)}>
            <span>{t(usesRecovery ? "signin.recovery" : "signin.totp")}</span>
            <input
              name={usesRecovery ? "recovery" : "totp"}
              type="text"
              inputMode={usesRecovery ? "text" : "numeric"}
              autocomplete={usesRecovery ? "off" : "one-time-code"}
              spellcheck={false}
              aria-describedby="factor-hint"
              required
            />
          </label>
        </>
      )}
      {props.children}
      {error && (
        <p class="error" role="alert">
          {needsSchool ? t("error.school-needed") : sentence(error)}
        </p>
      )}
      <button type="submit" class="primary" disabled={props.busy}>
        {props.busy ? t("signin.busy") : t("signin.button")}
      </button>
      {way.by === "password" && other("signin.use.code", () => change({ by: "code" }))}
      {way.by === "code" && other("signin.use.password", () => change({ by: "password" }))}
      {way.by === "factor" && (
        <>
          {other(usesRecovery ? "signin.use.totp" : "signin.use.recovery", () => setRecovery(!usesRecovery))}
          {other("composer.cancel", () => change({ by: "password" }))}
        </>
      )}
    </form>
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
