// SPDX-License-Identifier: Apache-2.0
import type { Id, RuleEffect, RulesPreview } from "@homeroom/client";
import { listed, t, type TextName } from "../language";
import type { Session } from "../session";

const NAMES = 10;

/** What a change of the rules would mean, before it is made. */
export function PreviewText({ session, preview }: { session: Session; preview: RulesPreview }) {
  const changes = Object.entries(preview.changes);
  const concerned = preview.people.filter(({ cutOff, letIn }) => cutOff > 0 || letIn > 0);
  if (changes.length === 0) {
    return <p>{t("rules.preview.nothing")}</p>;
  }
  return (
    <>
      <h3>{t("rules.preview.people")}</h3>
      {concerned.length === 0 && <p>{t("rules.preview.nobody")}</p>}
      <ul class="history">
        {concerned.map((effect) => (
          <Effect key={effect.rule} session={session} effect={effect} />
        ))}
      </ul>
      <p>{t("rules.preview.conversations", { readOnly: preview.readOnly, writable: preview.writable })}</p>
      <h3>{t("rules.preview.changes")}</h3>
      <dl class="changes">
        {changes.map(([name, value]) => (
          <div key={name}>
            <dt>{ruleName(name)}</dt>
            <dd>{value || t("rules.empty")}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Effect({ session, effect }: { session: Session; effect: RuleEffect }) {
  const { rule, cutOff, letIn, cutOffUsers, letInUsers } = effect;
  return (
    <li>
      <strong>{ruleName(`write.${rule}`)}</strong>
      {cutOff > 0 && (
        <p>
          {t("rules.preview.cut", { count: cutOff })} <small>{names(session, cutOffUsers, cutOff)}</small>
        </p>
      )}
      {letIn > 0 && (
        <p>
          {t("rules.preview.let", { count: letIn })} <small>{names(session, letInUsers, letIn)}</small>
        </p>
      )}
    </li>
  );
}

function names(session: Session, ids: Id[], of: number): string {
  const shown = ids.slice(0, NAMES).map((id) => session.people.name(id) || "…");
  return listed(of > shown.length ? [...shown, t("rules.preview.more", { count: of - shown.length })] : shown);
}

const PAIR = /^write\.(direct|reply|group)\.(student|teacher|admin)\.(student|teacher|admin)$/;

/** A rule as people say it; the name that settings have for it where there are no words. */
export function ruleName(rule: string): string {
  const pair = PAIR.exec(rule);
  if (pair) {
    const [, action, from, to] = pair;
    return t("rules.pair", {
      action: t(`rules.write.${action}` as TextName),
      from: t(`role.${from}` as TextName),
      to: t(`role.${to}` as TextName),
    });
  }
  return rule;
}
