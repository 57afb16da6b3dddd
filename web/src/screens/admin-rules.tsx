// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { type ChangedSettings, HomeroomError, type Settings } from "@homeroom/client";
import { dayAndTime, t, type TextName } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { closeDialog, Dialog, openDialog } from "../parts/dialog";
import { tell } from "../parts/live";
import { address } from "../route";
import type { Session } from "../session";
import { AdminWhy } from "./admin-why";
import { RulesForm } from "./rules-form";
import { PreviewText } from "./rules-preview";

const PRESETS = ["open", "primary", "secondary", "staff-only"] as const;
const VERSIONS = 20;

/** The rules of the school; with the id `why` the question why somebody may not. */
export function AdminRules({ session, id }: { session: Session; id: string | null }) {
  const isWhy = id === "why";
  return (
    <section>
      <nav class="tabs small" aria-label={t("admin.rules")}>
        <a href={address("admin", "rules")} aria-current={isWhy ? undefined : "page"}>
          {t("rules.title")}
        </a>
        <a href={address("admin", "rules", "why")} aria-current={isWhy ? "page" : undefined}>
          {t("why.title")}
        </a>
      </nav>
      {isWhy ? <AdminWhy session={session} /> : <Rules session={session} />}
    </section>
  );
}

function Rules({ session }: { session: Session }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const { client } = session;
  const school = client.me?.schoolId ?? session.user.schoolId ?? "";
  const settings = client.service("settings");
  const found = useAnswer(() => settings.get(school), []);
  const now = found.result;
  // What the form began with: it stays beside newer rules as long as there are edits in it.
  const [shown, setShown] = useState<Settings | null>(null);
  const [isEdited, setEdited] = useState(false);
  const show = (settings: Settings | null) => {
    setShown(settings);
    setEdited(false);
  };
  useEffect(() => {
    if (now && !isEdited && shown?.version !== now.version) {
      show(now);
    }
  }, [now]);
  if (!now || !shown) {
    return <ErrorText error={found.error} />;
  }
  const isOld = isEdited && shown.version !== now.version;
  const refused = (thrown: unknown) => {
    const why = HomeroomError.of(thrown);
    setError(why);
    if (why.code === "settings-changed") {
      found.again();
    }
  };
  const preview = async (change: Partial<ChangedSettings>) => {
    const wished = { ...change, version: now.version };
    setError(null);
    try {
      const seen = await settings.patch(school, { ...wished, preview: true });
      const apply = () =>
        settings.patch(school, wished).then(() => {
          tell(t("rules.applied"));
          setEdited((before) => before && "preset" in change); // a preset is not what was edited
          found.again();
        }, refused);
      openDialog(<PreviewDialog session={session} settings={seen} apply={() => void apply()} />);
    } catch (thrown) {
      refused(thrown);
    }
  };
  return (
    <>
      <p class="hint">
        {now.updatedAt
          ? t("rules.version", {
              version: now.version,
              time: dayAndTime(now.updatedAt),
              name: session.people.who(now.updatedBy ?? ""),
            })
          : t("rules.version.none")}
      </p>
      <Presets current={now.preset} preview={(preset) => void preview({ preset })} />
      <ErrorText error={error ?? found.error} />
      {isOld && (
        <div class="hint-box" role="status">
          <p>{t("rules.other", { name: session.people.who(now.updatedBy ?? "") })}</p>
          <div class="buttons">
            <button type="button" onClick={() => show(now)}>
              {t("rules.other.show")}
            </button>
          </div>
        </div>
      )}
      <RulesForm
        key={shown.version}
        session={session}
        settings={shown}
        onEdit={() => setEdited(true)}
        preview={(change) => void preview(change)}
      />
      <Versions session={session} version={now.version} />
    </>
  );
}

function Presets(props: { current: string; preview: (preset: (typeof PRESETS)[number]) => void }) {
  return (
    <section aria-labelledby="presets">
      <h2 id="presets">{t("rules.presets")}</h2>
      <p class="hint">{t("rules.presets.hint")}</p>
      <ul class="card-list columns">
        {PRESETS.map((preset) => (
          <li key={preset} class="with-button">
            <div>
              <strong>
                {t(`rules.preset.${preset}` as TextName)}{" "}
                {preset === props.current && <em class="tag">{t("rules.preset.now")}</em>}
              </strong>
              <small>{t(`rules.preset.${preset}.hint` as TextName)}</small>
            </div>
            <button type="button" onClick={() => props.preview(preset)}>
              {t("rules.preview")}
              <span class="hidden"> {t(`rules.preset.${preset}` as TextName)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PreviewDialog(props: { session: Session; settings: Settings; apply: () => void }) {
  const { preview } = props.settings;
  const changes = Object.keys(preview?.changes ?? {}).length;
  return (
    <Dialog title={t("rules.preview.title")}>
      {preview && <PreviewText session={props.session} preview={preview} />}
      <div class="buttons">
        <button type="button" onClick={closeDialog}>
          {t("composer.cancel")}
        </button>
        {changes > 0 && (
          <button
            type="button"
            class="primary"
            onClick={() => {
              closeDialog();
              props.apply();
            }}
          >
            {t("rules.apply")}
          </button>
        )}
      </div>
    </Dialog>
  );
}

/** What was changed before, as the audit has it. */
function Versions({ session, version }: { session: Session; version: number }) {
  const { result, error } = useAnswer(
    () =>
      session.client
        .service("audit")
        .find({ query: { action: "settings.changed", $sort: { seq: -1 }, $limit: VERSIONS } }),
    [version],
  );
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{t("rules.versions")}</h2>
      <ErrorText error={error} />
      {result?.data.length === 0 && <p class="hint">{t("rules.version.none")}</p>}
      <ul class="history">
        {result?.data.map(({ _id, at, actor, detail }) => (
          <li key={_id}>
            <small>
              {dayAndTime(at)} · {session.people.who(actor)}
            </small>
            <p>{detail}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
