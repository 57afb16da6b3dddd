// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import type { ChangedSettings, ChangedSettingsLimits, Id, RuleLimits, Settings } from "@homeroom/client";
import { findAll, PAGE } from "../find-all";
import { t, type TextName } from "../language";
import { useAnswer } from "../parts/answer";
import type { Session } from "../session";
import { entriesOf, linesOf, type Supervisors, Supervision } from "./rules-supervision";
import { WriteRules } from "./rules-write";

const POSTS = ["always", "lessons", "replies", "never"] as const;
const LIMITS = ["title", "groupSize", "groups", "groupsPerDay", "editMinutes"] as const;
const LISTS = ["lessons", "quiet", "holidays", "words"] as const;

/** All rules but the presets, to be changed and then previewed. */
export function RulesForm(props: {
  session: Session;
  settings: Settings;
  /** Told of the first change that is made in the form. */
  onEdit: () => void;
  preview: (change: Partial<ChangedSettings>) => void;
}) {
  const { session, settings } = props;
  const [write, setWrite] = useState(settings.write);
  const [supervisors, setSupervisors] = useState<Supervisors[]>(() => entriesOf(settings.supervision));
  const classes = useAnswer(() => codesOfClasses(session), []);
  const codes = classes.result ?? new Map<Id, string>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? "").trim();
    const change: Partial<ChangedSettings> = {};
    const pairs = Object.entries(write).filter(([name, value]) => settings.write[name] !== value);
    if (pairs.length > 0) {
      change.write = Object.fromEntries(pairs);
    }
    for (const name of LISTS) {
      const lines = text(name).split("\n").map((line) => line.trim()).filter(Boolean);
      if (lines.join("\n") !== settings[name].join("\n")) {
        change[name] = lines;
      }
    }
    const supervision = linesOf(supervisors);
    if (supervision.join("\n") !== settings.supervision.join("\n")) {
      change.supervision = supervision;
    }
    if (text("timeZone") !== settings.timeZone) {
      change.timeZone = text("timeZone");
    }
    if (text("studentsPost") !== settings.studentsPost) {
      change.studentsPost = text("studentsPost") as (typeof POSTS)[number];
    }
    if (classes.result) {
      const grades = changedGrades(settings.grades, gradesOf(text("grades"), codes));
      if (Object.keys(grades).length > 0) {
        change.grades = grades;
      }
    }
    const limits = changedLimits(settings.limits, text);
    if (Object.keys(limits).length > 0) {
      change.limits = limits;
    }
    props.preview(change);
  };
  const edited =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      props.onEdit();
      set(value);
    };
  const lines = (name: (typeof LISTS)[number], rows: number) => (
    <label>
      <span>{t(`rules.${name}`)}</span>
      <textarea name={name} rows={rows} defaultValue={settings[name].join("\n")} aria-describedby={`${name}-hint`} />
      <small id={`${name}-hint`}>{t(`rules.${name}.hint`)}</small>
    </label>
  );
  return (
    <form class="rules" onSubmit={submit} onInput={props.onEdit} aria-label={t("rules.title")}>
      <h2>{t("rules.write")}</h2>
      <WriteRules write={write} onChange={edited(setWrite)} />
      <h2>{t("rules.when")}</h2>
      <label>
        <span>{t("rules.post")}</span>
        <select name="studentsPost">
          {POSTS.map((each) => (
            <option value={each} selected={settings.studentsPost === each}>
              {t(`rules.post.${each}`)}
            </option>
          ))}
        </select>
      </label>
      {lines("lessons", 2)}
      {lines("quiet", 3)}
      {lines("holidays", 2)}
      <label>
        <span>{t("rules.zone")}</span>
        <input name="timeZone" defaultValue={settings.timeZone} list="zones" autocomplete="off" spellcheck={false} />
        <datalist id="zones">
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option value={zone} />
          ))}
        </datalist>
      </label>
      <h2>{t("rules.supervision")}</h2>
      <Supervision session={session} entries={supervisors} onChange={edited(setSupervisors)} />
      <label>
        <span>{t("rules.grades")}</span>
        <textarea
          key={String(classes.result !== null)}
          name="grades"
          rows={3}
          disabled={!classes.result}
          defaultValue={Object.entries(settings.grades)
            .map(([grade, ids]) => `${grade}: ${ids.map((id) => codes.get(id) ?? id).join(", ")}`)
            .join("\n")}
          aria-describedby="grades-hint"
        />
        <small id="grades-hint">{t("rules.grades.hint")}</small>
      </label>
      <h2>{t("rules.limits")}</h2>
      <div class="number-fields">
        {LIMITS.map((each) => (
          <label key={each}>
            <span>{t(`rules.limit.${each}` as TextName)}</span>
            <input name={`limit.${each}`} type="number" min={0} required defaultValue={String(settings.limits[each])} />
          </label>
        ))}
      </div>
      {lines("words", 3)}
      <div class="buttons">
        <button type="submit" class="primary">
          {t("rules.preview")}
        </button>
      </div>
    </form>
  );
}

/** The short names of the classes by their ids, without those that several have or that a list cannot have. */
async function codesOfClasses(session: Session): Promise<Map<Id, string>> {
  const classes = session.client.service("classes");
  const all = await findAll(($skip) => classes.find({ query: { $sort: { _id: 1 }, $limit: PAGE, $skip } }));
  const named = new Map<string, number>();
  all.forEach(({ code }) => named.set(code.toLowerCase(), (named.get(code.toLowerCase()) ?? 0) + 1));
  return new Map(
    all
      .filter(({ code }) => named.get(code.toLowerCase()) === 1 && /^[^\s,]([^,\n]*[^\s,])?$/.test(code))
      .map(({ _id, code }) => [_id, code]),
  );
}

/** "7: 7A, 7B", or "7 7A, 7B", as grade and ids; what is no short name of a class is taken as an id. */
function gradesOf(text: string, codes: Map<Id, string>): Record<string, Id[]> {
  const ids = new Map([...codes].map(([id, code]) => [code.toLowerCase(), id]));
  const grades: Record<string, Id[]> = {};
  for (const line of text.split("\n")) {
    const [, grade, classes] = /^\s*([^\s:]+)\s*:?(.*)$/.exec(line) ?? [];
    if (grade && classes !== undefined) {
      const named = classes.split(",").map((code) => code.trim()).filter(Boolean);
      grades[grade] = [...(grades[grade] ?? []), ...named.map((code) => ids.get(code.toLowerCase()) ?? code)];
    }
  }
  return grades;
}

/** Those that are different; a grade that is gone has no classes. */
function changedGrades(before: Record<string, Id[]>, after: Record<string, Id[]>): Record<string, Id[]> {
  const grades = new Set([...Object.keys(before), ...Object.keys(after)]);
  const same = (a: Id[] = [], b: Id[] = []) => [...a].sort().join() === [...b].sort().join();
  return Object.fromEntries(
    [...grades].filter((grade) => !same(before[grade], after[grade])).map((grade) => [grade, after[grade] ?? []]),
  );
}

function changedLimits(before: RuleLimits, text: (name: string) => string): ChangedSettingsLimits {
  const changed = LIMITS.filter((each) => Number(text(`limit.${each}`)) !== before[each]);
  return Object.fromEntries(changed.map((each) => [each, Number(text(`limit.${each}`))]));
}
