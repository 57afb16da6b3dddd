// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { HomeroomError } from "@homeroom/client";
import { isMine } from "../device";
import { t } from "../language";
import { ErrorText } from "../parts/answer";
import { closeDialog, Dialog } from "../parts/dialog";
import { tell } from "../parts/live";
import { leave, type Session, setPassword, signIn, wantsPassword } from "../session";

/** Whoever came by a sign-in code chooses the first password, and stays signed in. */
export function FirstPassword({ session }: { session: Session }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const [busy, setBusy] = useState(false);
  const { username, email, schoolId } = session.user;
  const close = () => {
    wantsPassword.value = false;
    closeDialog();
  };
  const set = async (event: SubmitEvent) => {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget as HTMLFormElement).get("password"));
    const mine = isMine();
    setError(null);
    setBusy(true);
    try {
      await setPassword(session, { password });
    } catch (thrown) {
      const refused = HomeroomError.of(thrown);
      if (refused.fields["currentPassword"] || refused.code === "admins-only") {
        close();
        tell(t("password.first.there"));
      } else {
        setError(refused);
      }
      setBusy(false);
      return;
    }
    // A new password ends every token, this session's, too; the next session closes this dialog.
    try {
      const name = email ? { email } : { username: username!, ...(schoolId && { school: schoolId }) };
      await signIn({ strategy: "local", ...name, password }, mine);
    } catch {
      await leave("password");
    }
  };
  return (
    <Dialog title={t("password.first")}>
      <form onSubmit={(event) => void set(event)}>
        <p>{t("password.first.text")}</p>
        <input type="text" autocomplete="username" class="hidden" tabIndex={-1} readOnly value={username ?? email ?? ""} aria-hidden="true" />
        <label>
          <span>{t("settings.password.new")}</span>
          <input name="password" type="password" autocomplete="new-password" minLength={8} required aria-describedby="first-hint" />
        </label>
        <p class="hint" id="first-hint">
          {t("password.first.hint")}
        </p>
        <ErrorText error={error} />
        <div class="buttons">
          <button type="button" onClick={close}>
            {t("password.first.later")}
          </button>
          <button type="submit" class="primary" disabled={busy}>
            {t("password.first.set")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
