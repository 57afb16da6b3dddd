// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { HomeroomError, type SecondFactor as Factor } from "@homeroom/client";
import { t } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { closeDialog, Dialog, openDialog } from "../parts/dialog";
import { tell } from "../parts/live";
import { qrCode } from "../qr";
import { usePrinted } from "../parts/sheet";
import type { Session } from "../session";

/** The second factor of staff: set up, confirmed, and ended. */
export function SecondFactor({ session }: { session: Session }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const [begun, setBegun] = useState<Factor | null>(null);
  const { client, user } = session;
  const factors = client.service("second-factors");
  const found = useAnswer(() => factors.get(user._id), []);
  const form = useRef<HTMLFormElement>(null);
  const attempt = async (call: () => Promise<void>) => {
    setError(null);
    try {
      await call();
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
    }
  };
  useEffect(() => {
    if (begun) {
      form.current?.querySelector<HTMLInputElement>("input[name=totp]")?.focus();
    }
  }, [begun]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? "").replace(/\s/g, "");
    if (found.result?.enabled) {
      const code = text("code");
      const proof = /^\d{6}$/.test(code) ? { totp: code } : { recoveryCode: code };
      void attempt(async () => {
        await factors.patch(user._id, { enabled: false, ...proof });
        tell(t("admin.done"));
        found.again();
      });
    } else if (begun) {
      void attempt(async () => {
        const { recoveryCodes } = await factors.patch(user._id, { enabled: true, totp: text("totp") });
        setBegun(null);
        found.again();
        openDialog(<RecoveryCodes codes={recoveryCodes ?? []} />);
      });
    } else {
      void attempt(async () => setBegun(await factors.create({ currentPassword: String(data.get("current")) })));
    }
  };
  if (!found.result) {
    return <ErrorText error={found.error} />;
  }
  return (
    <section>
      <h2>{t("factor.title")}</h2>
      {found.result.enabled ? (
        <form onSubmit={submit} key="on">
          <p>{t("factor.on", { count: found.result.recoveryCodesLeft })}</p>
          <label>
            <span>{t("factor.code")}</span>
            <input name="code" autocomplete="one-time-code" spellcheck={false} required />
          </label>
          <ErrorText error={error} />
          <div class="buttons">
            <button type="submit" class="danger">
              {t("factor.end")}
            </button>
          </div>
        </form>
      ) : begun ? (
        <form onSubmit={submit} key="begun" ref={form}>
          <p>{t("factor.scan")}</p>
          <QrCode text={begun.uri ?? ""} />
          <p>
            {t("factor.key")}: <code class="code">{begun.secret}</code>
          </p>
          <p>
            <a href={begun.uri ?? "#"}>{t("factor.open")}</a>
          </p>
          <label>
            <span>{t("signin.totp")}</span>
            <input name="totp" inputMode="numeric" autocomplete="one-time-code" required />
          </label>
          <ErrorText error={error} />
          <div class="buttons">
            <button type="button" onClick={() => setBegun(null)}>
              {t("composer.cancel")}
            </button>
            <button type="submit" class="primary">
              {t("factor.confirm")}
            </button>
          </div>
        </form>
      ) : (
        <form onSubmit={submit} key="off">
          <p class="hint">{t("factor.hint")}</p>
          <label>
            <span>{t("settings.password.current")}</span>
            <input name="current" type="password" autocomplete="current-password" required />
          </label>
          <ErrorText error={error} />
          <div class="buttons">
            <button type="submit">{t("factor.begin")}</button>
          </div>
        </form>
      )}
    </section>
  );
}

/** The quiet zone around it is four modules wide. */
const QUIET = 4;

function QrCode({ text }: { text: string }) {
  const modules = qrCode(text);
  if (!modules) {
    return null;
  }
  const size = modules.length + 2 * QUIET;
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")))
    .join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t("factor.qr")} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const list = () => (
    <>
      <p>{t("factor.codes.text")}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code class="code">{code}</code>
          </li>
        ))}
      </ul>
    </>
  );
  usePrinted(() => (
    <>
      <h1>{t("factor.codes")}</h1>
      {list()}
    </>
  ));
  return (
    <Dialog title={t("factor.codes")} class="small">
      {list()}
      <div class="buttons">
        <button type="button" onClick={() => print()}>
          {t("print")}
        </button>
        <button type="button" class="primary" onClick={closeDialog}>
          {t("factor.codes.kept")}
        </button>
      </div>
    </Dialog>
  );
}
