// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from "preact/hooks";
import { HomeroomError, type PolicyExplanation, type User } from "@homeroom/client";
import { dayAndTime, sentenceOf, t } from "../language";
import { ErrorText } from "../parts/answer";
import { Icon } from "../parts/icons";
import { PickPeople } from "../parts/pick-people";
import type { Session } from "../session";
import { ruleName } from "./rules-preview";

const ACTIONS = ["direct", "group"] as const;

/** Why somebody can, or cannot, write to somebody: asked of what decides it. */
export function AdminWhy({ session }: { session: Session }) {
  const [from, setFrom] = useState<User | null>(null);
  const [to, setTo] = useState<User | null>(null);
  const [answer, setAnswer] = useState<PolicyExplanation | null>(null);
  const [error, setError] = useState<HomeroomError | null>(null);
  const question = useRef(0);
  /** Answers to what was asked before are of no concern any more. */
  const begin = () => {
    setAnswer(null);
    setError(null);
    return ++question.current;
  };
  const ask = async (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const when = String(data.get("at") ?? "");
    const action = String(data.get("action")) as (typeof ACTIONS)[number];
    const asked = begin();
    try {
      const query = { from: from!._id, to: to!._id, action, ...(when && { at: new Date(when).toISOString() }) };
      const page = await session.client.service("policy-explanations").find({ query });
      if (asked === question.current) {
        setAnswer(page.data[0] ?? null);
      }
    } catch (thrown) {
      if (asked === question.current) {
        setError(HomeroomError.of(thrown));
      }
    }
  };
  const chosen = (set: (user: User | null) => void) => (user: User | null) => {
    begin();
    set(user);
  };
  return (
    <form onSubmit={(event) => void ask(event)} aria-label={t("why.title")}>
      <p class="hint">{t("why.hint")}</p>
      <div class="two-columns">
        <One session={session} label={t("why.from")} user={from} onChange={chosen(setFrom)} />
        <One session={session} label={t("why.to")} user={to} onChange={chosen(setTo)} />
      </div>
      <div class="inline-form">
        <label>
          <span>{t("why.action")}</span>
          <select name="action" onChange={begin}>
            {ACTIONS.map((action) => (
              <option value={action}>{t(`rules.write.${action}`)}</option>
            ))}
          </select>
        </label>
        <label>
          <span>{t("why.at")}</span>
          <input name="at" type="datetime-local" onChange={begin} />
        </label>
        <button type="submit" class="primary" disabled={!from || !to}>
          {t("why.ask")}
        </button>
      </div>
      <ErrorText error={error} />
      <div role="status">{answer && <Answer answer={answer} />}</div>
    </form>
  );
}

function One(props: { session: Session; label: string; user: User | null; onChange: (user: User | null) => void }) {
  const { user } = props;
  if (!user) {
    return <PickPeople session={props.session} label={props.label} without={[]} onPick={props.onChange} />;
  }
  return (
    <div>
      <p class="label">{props.label}</p>
      <div class="chips">
        <button type="button" aria-label={t("new.remove", { name: user.name })} onClick={() => props.onChange(null)}>
          {user.name} <Icon name="close" size={14} />
        </button>
      </div>
    </div>
  );
}

function Answer({ answer }: { answer: PolicyExplanation }) {
  const { allowed, code, rule, version, explanation, at } = answer;
  return (
    <div class="hint-box">
      <p>
        <strong>{t(allowed ? "why.allowed" : "why.forbidden")}</strong> {!allowed && sentenceOf(code)}
      </p>
      <p>{explanation}</p>
      <p>
        <small>
          {t("why.rule", { rule: rule === "always" ? t("why.always") : ruleName(rule), version, time: dayAndTime(at) })}
        </small>
      </p>
    </div>
  );
}
