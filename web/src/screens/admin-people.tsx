// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { type ChangedUser, HomeroomError, type NewUser, type User } from "@homeroom/client";
import { t, type TextName } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { closeDialog, Dialog, openDialog } from "../parts/dialog";
import { tell } from "../parts/live";
import { PersonLine, useSettled } from "../parts/pick-people";
import type { Session } from "../session";
import { offerCards } from "./cards";

const PAGE = 50;
const ROLES: NewUser["role"][] = ["student", "teacher", "admin"];

/** Everybody of the school: found, added, changed, deactivated. */
export function AdminPeople({ session }: { session: Session }) {
  const [text, setText] = useState("");
  const [skip, setSkip] = useState(0);
  const words = useSettled(text.trim());
  const { result, error, again } = useAnswer(
    () =>
      session.client.service("users").find({
        query: { $sort: { name: 1 }, $limit: PAGE, $skip: skip, ...(words && { $search: words }) },
      }),
    [words, skip],
  );
  const edit = (user: User | null) => openDialog(<PersonDialog session={session} user={user} done={again} />);
  return (
    <section>
      <div class="toolbar">
        <input
          type="search"
          aria-label={t("people.find")}
          placeholder={t("people.find")}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setSkip(0);
          }}
        />
        <button type="button" class="primary" onClick={() => edit(null)}>
          {t("admin.person.new")}
        </button>
      </div>
      <ErrorText error={error} />
      <p class="hint">{result && t("people.count", { count: result.total })}</p>
      <ul class="people-list columns">
        {result?.data.map((user) => (
          <li key={user._id} class={user.active ? "" : "inactive"}>
            <button type="button" title={t("admin.person.edit", { name: user.name })} onClick={() => edit(user)}>
              <PersonLine
                user={user}
                note={user.active ? (user.email ?? user.username ?? "") : t("admin.person.inactive")}
              />
            </button>
          </li>
        ))}
      </ul>
      <Pages total={result?.total ?? 0} skip={skip} page={PAGE} onSkip={setSkip} />
    </section>
  );
}

/** Steps through what has more than one page. */
export function Pages(props: { total: number; skip: number; page: number; onSkip: (skip: number) => void }) {
  const { total, skip, page, onSkip } = props;
  if (total <= page) {
    return null;
  }
  return (
    <div class="buttons pages">
      <button type="button" disabled={skip === 0} onClick={() => onSkip(Math.max(0, skip - page))}>
        {t("pages.before")}
      </button>
      <span>
        {skip + 1}–{Math.min(total, skip + page)} / {total}
      </span>
      <button type="button" disabled={skip + page >= total} onClick={() => onSkip(skip + page)}>
        {t("pages.after")}
      </button>
    </div>
  );
}

function PersonDialog({ session, user, done }: { session: Session; user: User | null; done: () => void }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const users = session.client.service("users");
  const attempt = async (call: () => Promise<unknown>) => {
    setError(null);
    try {
      await call();
      closeDialog();
      tell(t("admin.done"));
      done();
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(form.get(name)).trim();
    const password = String(form.get("password"));
    const role = text("role") as NewUser["role"];
    const common = { name: text("name"), role, ...(password && { password }) };
    const [email, username] = [text("email"), text("username")];
    void attempt(() =>
      user
        ? users.patch(user._id, changesOf(user, { ...common, email, username, active: form.has("active") }))
        : users.create({ ...common, ...(email && { email }), ...(username && { username }) }),
    );
  };
  const title = user ? t("admin.person.edit", { name: user.name }) : t("admin.person.new");
  return (
    <Dialog title={title}>
      <form onSubmit={submit}>
        <label>
          <span>{t("admin.person.name")}</span>
          <input name="name" defaultValue={user?.name ?? ""} required />
        </label>
        <label>
          <span>{t("admin.person.email")}</span>
          <input name="email" type="email" defaultValue={user?.email ?? ""} />
        </label>
        <label>
          <span>{t("admin.person.username")}</span>
          <input
            name="username"
            autocapitalize="none"
            spellcheck={false}
            defaultValue={user?.username ?? ""}
            aria-describedby="name-hint"
          />
        </label>
        <p class="hint" id="name-hint">
          {t("admin.person.name.hint")}
        </p>
        <label>
          <span>{t("admin.person.role")}</span>
          <select name="role">
            {ROLES.map((role) => (
              <option value={role} selected={(user?.role ?? "student") === role}>
                {t(`role.${role}` as TextName)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t(user ? "admin.person.password.new" : "admin.person.password")}</span>
          <input name="password" type="password" autocomplete="new-password" minLength={8} />
        </label>
        {user && (
          <label class="check">
            <input name="active" type="checkbox" defaultChecked={user.active} />
            <span>{t("admin.person.active")}</span>
          </label>
        )}
        {user && <p class="hint">{t("admin.person.id", { id: user._id })}</p>}
        <ErrorText error={error} />
        <div class="buttons">
          {user && (
            <>
              <button type="button" onClick={() => void attempt(() => users.patch(user._id, { unlock: true }))}>
                {t("admin.person.unlock")}
              </button>
              <button
                type="button"
                onClick={() => void attempt(() => session.client.service("sessions").remove(user._id))}
              >
                {t("admin.person.signout")}
              </button>
              <button type="button" onClick={() => offerCards(session, { userId: user._id }, user.name)}>
                {t("admin.person.code")}
              </button>
              {user.role !== "student" && (
                <button
                  type="button"
                  onClick={() => void attempt(() => session.client.service("second-factors").remove(user._id))}
                >
                  {t("admin.person.factor")}
                </button>
              )}
            </>
          )}
          <button type="submit" class="primary">
            {t(user ? "admin.save" : "admin.add")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What is different, so that nothing else is written over. */
function changesOf(user: User, wished: ChangedUser): ChangedUser {
  const entries = Object.entries(wished).filter(
    ([name, value]) => name === "password" || value !== (user[name as keyof User] ?? ""),
  );
  return Object.fromEntries(entries) as ChangedUser;
}
