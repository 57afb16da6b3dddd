// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from "preact/hooks";
import { HomeroomError, type User } from "@homeroom/client";
import { t } from "../language";
import { ErrorText } from "../parts/answer";
import { Icon } from "../parts/icons";
import { Page } from "../parts/page";
import { PickPeople } from "../parts/pick-people";
import { Reach } from "../reach";
import { go } from "../route";
import type { Session } from "../session";

/** One person makes a direct conversation with the first message, several make a group. */
export function NewMessage({ session }: { session: Session }) {
  const [chosen, setChosen] = useState<User[]>([]);
  const [error, setError] = useState<HomeroomError | null>(null);
  const reaches = useMemo(() => ({ direct: new Reach(session, "direct"), group: new Reach(session, "group") }), []);
  const reach = chosen.length === 0 ? reaches.direct : reaches.group;
  const start = async (event: SubmitEvent) => {
    event.preventDefault();
    if (chosen.length === 1) {
      go("to", chosen[0]!._id);
      return;
    }
    const title = String(new FormData(event.currentTarget as HTMLFormElement).get("title")).trim();
    try {
      const participants = chosen.map(({ _id }) => _id);
      const made = await session.client
        .service("conversations")
        .create({ type: "group", title: title || null, participants });
      go("c", made._id);
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
    }
  };
  return (
    <Page title={t("new.title")}>
      <form onSubmit={(event) => void start(event)}>
        {chosen.length > 0 && (
          <ul class="chips" aria-label={t("new.chosen")}>
            {chosen.map((user) => (
              <li key={user._id}>
                <button
                  type="button"
                  aria-label={t("new.remove", { name: user.name })}
                  onClick={() => setChosen(chosen.filter(({ _id }) => _id !== user._id))}
                >
                  {user.name} <Icon name="close" size={14} />
                </button>
              </li>
            ))}
          </ul>
        )}
        {chosen.length > 1 && (
          <label>
            <span>{t("new.group.title")}</span>
            <input name="title" maxLength={200} />
          </label>
        )}
        {chosen.length > 0 && (
          <div class="buttons">
            <button type="submit" class="primary">
              {t(chosen.length > 1 ? "new.create" : "new.start")}
            </button>
          </div>
        )}
        <ErrorText error={error} />
      </form>
      <PickPeople
        session={session}
        label={t("new.to")}
        without={[session.user._id, ...chosen.map(({ _id }) => _id)]}
        autoFocus
        refusal={({ _id }) => reach.refusal(_id)}
        onPick={(user) => {
          setError(null);
          session.people.add(user);
          setChosen([...chosen, user]);
        }}
      />
      <p class="hint">{t("new.group")}</p>
    </Page>
  );
}
