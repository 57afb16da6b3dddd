// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import type { Id } from "@homeroom/client";
import { t } from "../language";
import { Icon, IconButton } from "../parts/icons";
import { PickPeople } from "../parts/pick-people";
import type { Session } from "../session";

/** Who looks after the students of some grades; of all where there are none. */
export interface Supervisors {
  grades: string;
  by: Id[];
}

/** "grades=5,6 by=ID,ID", read. */
export function entriesOf(lines: string[]): Supervisors[] {
  return lines.map((line) => {
    const words = line.split(" ");
    const value = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
    return { grades: value("grades"), by: value("by").split(",").filter(Boolean) };
  });
}

/** The same, as settings have it; without anybody there is nothing. */
export function linesOf(entries: Supervisors[]): string[] {
  return entries
    .filter(({ by }) => by.length > 0)
    .map(({ grades, by }) => {
      const among = grades.replace(/\s/g, "");
      return `${among ? `grades=${among} ` : ""}by=${by.join(",")}`;
    });
}

export function Supervision(props: {
  session: Session;
  entries: Supervisors[];
  onChange: (entries: Supervisors[]) => void;
}) {
  const { session, entries, onChange } = props;
  const [adding, setAdding] = useState<number | null>(null);
  const replace = (at: number, entry: Supervisors) => onChange(entries.map((each, i) => (i === at ? entry : each)));
  return (
    <>
      <p class="hint">{t("rules.supervision.hint")}</p>
      {entries.map((entry, at) => (
        <fieldset class="supervisors" key={at}>
          <legend>{t("rules.supervisors", { number: at + 1 })}</legend>
          <label>
            <span>{t("rules.supervision.grades")}</span>
            <input
              value={entry.grades}
              placeholder={t("rules.supervision.all")}
              onInput={(event) => replace(at, { ...entry, grades: event.currentTarget.value })}
            />
          </label>
          <ol class="chips">
            {entry.by.map((id) => (
              <li key={id}>
                <button
                  type="button"
                  aria-label={t("new.remove", { name: session.people.name(id) || id })}
                  onClick={() => replace(at, { ...entry, by: entry.by.filter((each) => each !== id) })}
                >
                  {session.people.name(id) || id} <Icon name="close" size={14} />
                </button>
              </li>
            ))}
          </ol>
          {adding === at ? (
            <PickPeople
              session={session}
              label={t("rules.supervision.add")}
              query={{ role: { $in: ["teacher", "admin"] } }}
              without={entry.by}
              autoFocus
              onPick={(user) => {
                session.people.add(user);
                replace(at, { ...entry, by: [...entry.by, user._id] });
              }}
            />
          ) : (
            <div class="buttons">
              <button type="button" onClick={() => setAdding(at)}>
                {t("rules.supervision.add")}
              </button>
              <IconButton
                name={t("rules.supervision.remove", { number: at + 1 })}
                icon="close"
                onClick={() => onChange(entries.filter((_, i) => i !== at))}
              />
            </div>
          )}
        </fieldset>
      ))}
      <div class="buttons">
        <button
          type="button"
          onClick={() => {
            onChange([...entries, { grades: "", by: [] }]);
            setAdding(entries.length);
          }}
        >
          {t("rules.supervision.more")}
        </button>
      </div>
    </>
  );
}
