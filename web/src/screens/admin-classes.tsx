// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { HomeroomError, type Id, type User } from "@homeroom/client";
import { findAll, PAGE as ALL } from "../find-all";
import { t } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { confirm } from "../parts/dialog";
import { IconButton } from "../parts/icons";
import { tell } from "../parts/live";
import { PersonLine, PickPeople } from "../parts/pick-people";
import { address, go } from "../route";
import type { Session } from "../session";
import { Pages } from "./admin-people";
import { offerCards } from "./cards";

const PAGE = 100;

export function AdminClasses({ session }: { session: Session }) {
  const [skip, setSkip] = useState(0);
  const [error, setError] = useState<HomeroomError | null>(null);
  const classes = session.client.service("classes");
  const found = useAnswer(() => classes.find({ query: { $sort: { name: 1 }, $limit: PAGE, $skip: skip } }), [skip]);
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    setError(null);
    try {
      const made = await classes.create({ name: String(data.get("name")), code: String(data.get("code")) });
      form.reset();
      go("admin", "classes", made._id);
    } catch (thrown) {
      setError(HomeroomError.of(thrown));
    }
  };
  return (
    <section>
      <form class="inline-form" onSubmit={(event) => void add(event)} aria-label={t("admin.class.new")}>
        <label>
          <span>{t("admin.class.name")}</span>
          <input name="name" required />
        </label>
        <label>
          <span>{t("admin.class.code")}</span>
          <input name="code" required />
        </label>
        <button type="submit" class="primary">
          {t("admin.class.new")}
        </button>
      </form>
      <ErrorText error={error ?? found.error} />
      <ul class="card-list columns">
        {found.result?.data.map(({ _id, name, code }) => (
          <li key={_id}>
            <a href={address("admin", "classes", _id)}>
              <strong dir="auto">{name}</strong>
              <small>{code}</small>
            </a>
          </li>
        ))}
      </ul>
      <Pages total={found.result?.total ?? 0} skip={skip} page={PAGE} onSkip={setSkip} />
    </section>
  );
}

/** One class: its name, and who teaches and attends it. */
export function AdminClass({ session, id }: { session: Session; id: Id }) {
  const [error, setError] = useState<HomeroomError | null>(null);
  const { client } = session;
  const found = useAnswer(async () => {
    const links = ($skip: number) => ({ query: { classId: id, $sort: { _id: 1 as const }, $limit: ALL, $skip } });
    const [school, people, teachers, students] = await Promise.all([
      client.service("classes").get(id),
      findAll(($skip) =>
        client.service("users").find({ query: { classId: id, $sort: { name: 1 }, $limit: ALL, $skip } }),
      ),
      findAll(($skip) => client.service("class-teachers").find(links($skip))),
      findAll(($skip) => client.service("class-enrollments").find(links($skip))),
    ]);
    return { school, people, teachers, students };
  }, [id]);
  const attempt = (call: () => Promise<unknown>) => {
    setError(null);
    call().then(found.again, (thrown) => setError(HomeroomError.of(thrown)));
  };
  if (!found.result) {
    return <ErrorText error={found.error} />;
  }
  const { school, people, teachers, students } = found.result;
  const person = (userId: Id) => people.find(({ _id }) => _id === userId);
  const archive = () =>
    confirm(t("admin.class.archive"), t("admin.class.archive.text"), t("admin.class.archive"), () => {
      client
        .service("classes")
        .remove(id)
        .then(
          () => go("admin", "classes"),
          (thrown) => setError(HomeroomError.of(thrown)),
        );
    });
  return (
    <>
      <form
        class="inline-form"
        key={school.updatedAt}
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const change = { name: String(data.get("name")), code: String(data.get("code")) };
          attempt(() => client.service("classes").patch(id, change).then(() => tell(t("admin.done"))));
        }}
      >
        <label>
          <span>{t("admin.class.name")}</span>
          <input name="name" defaultValue={school.name} required />
        </label>
        <label>
          <span>{t("admin.class.code")}</span>
          <input name="code" defaultValue={school.code} required />
        </label>
        <button type="submit">{t("admin.save")}</button>
        <button type="button" class="danger" onClick={archive}>
          {t("admin.class.archive")}
        </button>
      </form>
      <ErrorText error={error} />
      <div class="buttons">
        <button type="button" onClick={() => offerCards(session, { classId: id }, school.name)}>
          {t("cards.print")}
        </button>
      </div>
      <div class="two-columns">
        <Links
          session={session}
          title={t("admin.class.teachers")}
          add={t("admin.class.add.teacher")}
          role="teacher"
          links={teachers.map(({ _id, teacherId }) => ({ _id, user: person(teacherId) }))}
          onAdd={(user) => attempt(() => client.service("class-teachers").create({ classId: id, teacherId: user._id }))}
          onRemove={(link) => attempt(() => client.service("class-teachers").remove(link))}
        />
        <Links
          session={session}
          title={t("admin.class.students")}
          add={t("admin.class.add.student")}
          role="student"
          links={students.map(({ _id, studentId }) => ({ _id, user: person(studentId) }))}
          onAdd={(user) =>
            attempt(() => client.service("class-enrollments").create({ classId: id, studentId: user._id }))
          }
          onRemove={(link) => attempt(() => client.service("class-enrollments").remove(link))}
        />
      </div>
    </>
  );
}

function Links(props: {
  session: Session;
  title: string;
  add: string;
  role: string;
  links: { _id: Id; user: User | undefined }[];
  onAdd: (user: User) => void;
  onRemove: (link: Id) => void;
}) {
  const [isAdding, setAdding] = useState(false);
  const there = props.links.flatMap(({ _id, user }) => (user ? [{ _id, user }] : []));
  there.sort((a, b) => a.user.name.localeCompare(b.user.name));
  return (
    <section>
      <h2>
        {props.title} <small>{props.links.length}</small>
      </h2>
      {isAdding ? (
        <PickPeople
          session={props.session}
          label={props.add}
          query={{ role: props.role }}
          without={there.map(({ user }) => user._id)}
          autoFocus
          onPick={props.onAdd}
        />
      ) : (
        <button type="button" onClick={() => setAdding(true)}>
          {props.add}
        </button>
      )}
      <ul class="people-list">
        {there.map(({ _id, user }) => (
          <li key={_id}>
            <PersonLine user={user} />
            <IconButton
              name={t("admin.class.remove", { name: user.name })}
              icon="close"
              onClick={() => props.onRemove(_id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
