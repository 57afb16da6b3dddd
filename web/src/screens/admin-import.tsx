// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { HomeroomError, type Id, type RosterImport } from "@homeroom/client";
import { dayAndTime, sentenceOf, t, type TextName } from "../language";
import { ErrorText, tellFailure, useAnswer } from "../parts/answer";
import { address, go } from "../route";
import type { Session } from "../session";
import { mayStillChange, upload } from "../upload";

/** The largest file that the service takes, in bytes. */
const LARGEST = 33_554_432;
const SHOWN = 50;
/** How long after an answer an import that goes on is looked at again. */
const LOOK_MS = 700;

/** Rosters from files: upload, see what would change, apply. */
export function AdminImport({ session, id }: { session: Session; id: Id | null }) {
  return id ? <OneImport key={id} session={session} id={id} /> : <Imports session={session} />;
}

function Imports({ session }: { session: Session }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const [sent, setSent] = useState<{ done: number; of: number } | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const isShown = useRef(true);
  useEffect(() => () => void (isShown.current = false), []);
  const imports = session.client.service("roster-imports");
  const found = useAnswer(() => imports.find({ query: { $sort: { at: -1 }, $limit: SHOWN } }), []);
  const begin = async (event: SubmitEvent) => {
    event.preventDefault();
    const file = new FormData(event.currentTarget as HTMLFormElement).get("file") as File;
    setError(null);
    setTooLarge(file.size > LARGEST);
    if (file.size > LARGEST) {
      return;
    }
    try {
      const id = await upload(session.client, file, (done) => setSent({ done, of: file.size }));
      // Whoever went elsewhere meanwhile stays there, and finds it among the imports.
      if (isShown.current) {
        go("admin", "import", id);
      }
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
    }
    setSent(null);
  };
  return (
    <section>
      <form onSubmit={(event) => void begin(event)} aria-label={t("import.title")}>
        <p>{t("import.hint")}</p>
        <label>
          <span>{t("import.file")}</span>
          <input name="file" type="file" accept=".zip,.csv" required disabled={sent !== null} />
        </label>
        {tooLarge && (
          <p class="error" role="alert">
            {t("import.large")}
          </p>
        )}
        <ErrorText error={error} />
        {sent && <Bar label={t("import.uploading")} done={sent.done} of={sent.of} />}
        <div class="buttons">
          <button type="submit" class="primary" disabled={sent !== null}>
            {t("import.look")}
          </button>
        </div>
      </form>
      <h2>{t("import.earlier")}</h2>
      <ErrorText error={found.error} />
      {found.result?.data.length === 0 && <p class="hint">{t("health.import.none")}</p>}
      <ul class="card-list">
        {found.result?.data.map((one) => (
          <li key={one._id}>
            <a href={address("admin", "import", one._id)}>
              <strong dir="auto">{one.name ?? one.source ?? one._id}</strong>
              <small>
                {stateText(one)} · {dayAndTime(one.at)} · {session.people.who(one.by)}
              </small>
              {one.counts && <small>{countsText(one)}</small>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneImport({ session, id }: { session: Session; id: Id }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const [allows, setAllows] = useState(false);
  const imports = session.client.service("roster-imports");
  const { result: one, error: away, again } = useAnswer(() => imports.get(id), [id]);
  const heading = useRef<HTMLHeadingElement>(null);
  const goesOn = one !== null && mayStillChange(one);
  useEffect(() => {
    const timer = goesOn ? setTimeout(again, LOOK_MS) : undefined;
    return () => clearTimeout(timer);
  }, [one, away]);
  // What is to be read now begins here, also for whoever uses the keyboard.
  useEffect(() => {
    if (one && !goesOn) {
      heading.current?.focus({ preventScroll: false });
    }
  }, [one?.state]);
  const attempt = async (call: () => Promise<unknown>) => {
    setError(null);
    try {
      await call();
      again();
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
    }
  };
  if (!one) {
    return <ErrorText error={away} />;
  }
  const { state, hash, needsWord, problem, progress } = one;
  const giveUp = () =>
    imports.remove(id).then(() => go("admin", "import"), tellFailure);
  return (
    <section>
      <p>
        <a href={address("admin", "import")}>{t("import.all")}</a>
      </p>
      <h2 tabIndex={-1} ref={heading} dir="auto">
        {one.name ?? one.source ?? id}
      </h2>
      <p role="status">
        <strong>{stateText(one)}</strong>{" "}
        <small>
          {dayAndTime(one.at)} · {session.people.who(one.by)} {one.format && `· ${one.format}`}
        </small>
      </p>
      {state === "uploading" && <Bar label={t("import.uploading")} done={one.received ?? 0} of={one.size ?? 1} />}
      {progress && <Bar label={stateText(one)} done={progress.done} of={progress.of} />}
      {problem && (
        <p class="error" role="alert">
          {sentenceOf(problem.code) || problem.message}
        </p>
      )}
      <Errors one={one} />
      {one.counts && <p>{countsText(one)}</p>}
      {state === "planned" && hash && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const word = needsWord ? { allowDeactivations: allows } : {};
            void attempt(() => imports.patch(id, { apply: hash, ...word }));
          }}
          aria-label={t("import.apply")}
        >
          {needsWord && (
            <>
              <p class="hint-box" lang="en">
                {needsWord}
              </p>
              <label class="check">
                <input
                  type="checkbox"
                  required
                  checked={allows}
                  onChange={(event) => setAllows(event.currentTarget.checked)}
                />
                <span>{t("import.word")}</span>
              </label>
            </>
          )}
          <ErrorText error={error} />
          <div class="buttons">
            <button type="button" onClick={() => void giveUp()}>
              {t("import.giveup")}
            </button>
            <button type="submit" class="primary">
              {t("import.apply")}
            </button>
          </div>
        </form>
      )}
      <Changes one={one} />
      {(one.remarks ?? []).map((remark) => (
        <p class="hint" lang="en">
          {remark}
        </p>
      ))}
      {["invalid", "unchanged"].includes(state) && (
        <div class="buttons">
          <button type="button" onClick={() => void giveUp()}>
            {t("import.giveup")}
          </button>
        </div>
      )}
    </section>
  );
}

function Bar({ label, done, of }: { label: string; done: number; of: number }) {
  return (
    <label class="progress">
      <span>{label}</span>
      <progress value={done} max={Math.max(of, 1)} />
    </label>
  );
}

/** What is wrong in the files, by line. */
function Errors({ one }: { one: RosterImport }) {
  const errors = one.errors ?? [];
  if (errors.length === 0) {
    return null;
  }
  return (
    <div class="table" tabIndex={0} role="region" aria-label={t("import.errors")}>
      <table>
        <caption>{t("import.errors")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("import.errors.file")}</th>
            <th scope="col">{t("import.errors.line")}</th>
            <th scope="col">{t("import.errors.column")}</th>
            <th scope="col">{t("import.errors.what")}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ file, line, column, message }) => (
            <tr>
              <td>{file}</td>
              <td>{line || ""}</td>
              <td>{column}</td>
              <td lang="en">{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first of each kind of change. */
function Changes({ one }: { one: RosterImport }) {
  const changes = one.changes ?? [];
  const kinds = [...new Set(changes.map(({ what }) => what))];
  return (
    <>
      {kinds.map((what) => (
        <details key={what} open={what === "person-deactivated" || what === "class-archived"}>
          <summary>{t(`import.change.${what}` as TextName)}</summary>
          <ul class="history">
            {changes
              .filter((change) => change.what === what)
              .map(({ key, text }) => (
                <li key={`${key} ${text}`}>
                  <span dir="auto">{text}</span> <small>{key}</small>
                </li>
              ))}
          </ul>
        </details>
      ))}
    </>
  );
}

const COUNTS = [
  "peopleAdded",
  "peopleChanged",
  "peopleDeactivated",
  "classesAdded",
  "classesChanged",
  "classesArchived",
  "enrolled",
  "unenrolled",
] as const;

function countsText({ counts }: RosterImport): string {
  const some = COUNTS.filter((each) => (counts?.[each] ?? 0) > 0);
  const texts = some.map((each) => t(`import.count.${each}`, { count: counts![each] }));
  return texts.join(" · ") || t("import.count.none");
}

function stateText({ state }: RosterImport): string {
  return t(`import.state.${state}` as TextName) || state;
}
