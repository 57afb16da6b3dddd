// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import type { User } from "@homeroom/client";
import { findAll, PAGE as ALL } from "../find-all";
import { t } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { Page } from "../parts/page";
import { PersonLine, useSettled } from "../parts/pick-people";
import { address } from "../route";
import type { Session } from "../session";
import { offerCards } from "./cards";

const PAGE = 50;

/** Who is there: online now, by class, and everybody whom the user may look up. */
export function PeopleScreen({ session, classId }: { session: Session; classId: string | null }) {
  return classId ? <ClassPeople session={session} classId={classId} /> : <Everybody session={session} />;
}

function Everybody({ session }: { session: Session }) {
  const [text, setText] = useState("");
  const [shown, setShown] = useState(PAGE);
  const words = useSettled(text.trim());
  void session.presence.value;
  const online = [...session.client.online].slice(0, ALL);
  const classes = useAnswer(
    () => session.client.service("classes").find({ query: { $sort: { name: 1 }, $limit: ALL } }),
    [],
  );
  const users = useAnswer(
    () =>
      session.client.service("users").find({
        query: { active: true, $sort: { name: 1 }, $limit: shown, ...(words && { $search: words }) },
      }),
    [words, shown],
  );
  return (
    <Page title={t("people.title")}>
      <section>
        <h2>{t("people.online")}</h2>
        {online.length === 0 && <p class="hint">{t("people.none")}</p>}
        <PersonList session={session} users={online.flatMap((id) => session.people.of(id) ?? [])} />
      </section>
      <section>
        <h2>{t("people.classes")}</h2>
        <ErrorText error={classes.error} />
        <ul class="card-list">
          {classes.result?.data.map(({ _id, name, code }) => (
            <li key={_id}>
              <a href={address("people", _id)}>
                <strong dir="auto">{name}</strong>
                <small>{code}</small>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{t("people.everybody")}</h2>
        <input
          type="search"
          aria-label={t("people.find")}
          placeholder={t("people.find")}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <ErrorText error={users.error} />
        <p class="hint">{users.result && t("people.count", { count: users.result.total })}</p>
        <PersonList session={session} users={users.result?.data ?? []} />
        {users.result && users.result.total > shown && shown < ALL && (
          <button type="button" onClick={() => setShown(ALL)}>
            {t("people.more")}
          </button>
        )}
      </section>
    </Page>
  );
}

function ClassPeople({ session, classId }: { session: Session; classId: string }) {
  const { result, error } = useAnswer(async () => {
    const [school, people] = await Promise.all([
      session.client.service("classes").get(classId),
      findAll(($skip) =>
        session.client.service("users").find({ query: { classId, $sort: { name: 1 }, $limit: ALL, $skip } }),
      ),
    ]);
    return { name: school.name, people };
  }, [classId]);
  const of = (role: string) => (result?.people ?? []).filter((user) => user.role === role);
  return (
    <Page title={result?.name ?? t("people.title")}>
      <ErrorText error={error} />
      <section>
        <h2>{t("people.teachers")}</h2>
        <PersonList session={session} users={of("teacher")} />
      </section>
      <section>
        <h2>{t("people.students")}</h2>
        <PersonList session={session} users={of("student")} />
        {session.isStaff && result && (
          <button type="button" onClick={() => offerCards(session, { classId }, result.name)}>
            {t("cards.print")}
          </button>
        )}
      </section>
    </Page>
  );
}

/** People, each of whom leads to what one writes to them. */
function PersonList({ session, users }: { session: Session; users: Pick<User, "_id" | "name" | "role">[] }) {
  return (
    <ul class="people-list columns">
      {users.map((user) => (
        <li key={user._id}>
          {user._id === session.user._id ? (
            <PersonLine user={user} />
          ) : (
            <a href={address("to", user._id)} title={t("people.write", { name: user.name })}>
              <PersonLine user={user} />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
