// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { HomeroomError, type ConversationChange, type Id } from "@homeroom/client";
import { findAll, PAGE } from "../find-all";
import { t } from "../language";
import { ErrorText, tellFailure, useAnswer } from "../parts/answer";
import { closeDialog, closeDialogs, confirm, Dialog } from "../parts/dialog";
import { IconButton } from "../parts/icons";
import { PersonLine, PickPeople } from "../parts/pick-people";
import { go } from "../route";
import type { Session } from "../session";

/** Who is in a conversation, and for a group what can be changed about it. */
export function Details({ session, id }: { session: Session; id: Id }) {
  const copy = session.conversation(id);
  const [error, setError] = useState<HomeroomError | null>(null);
  const [isAdding, setAdding] = useState(false);
  const { type, classId, participants = [], supervisors = [], managedBy, title, closed } = copy?.conversation ?? {};
  const ofClass = useAnswer(
    async () =>
      classId
        ? findAll(($skip) =>
            session.client.service("users").find({ query: { classId, $sort: { name: 1 }, $limit: PAGE, $skip } }),
          )
        : [],
    [classId],
  );
  if (!copy) {
    closeDialog();
    return null;
  }
  const me = session.user._id;
  const mayChange = type === "group" && (managedBy === me || session.isStaff);
  const teaches =
    type === "class" && session.user.role === "teacher" && session.client.me?.classIds.includes(classId ?? "");
  const change = (data: ConversationChange) => {
    setError(null);
    session.client
      .service("conversations")
      .patch(id, data)
      .catch((thrown) => setError(HomeroomError.of(thrown)));
  };
  const leave = () =>
    confirm(t("details.leave"), t("details.leave.text"), t("details.leave"), () => {
      session.client
        .service("conversations")
        .remove(id)
        .then(
          () => {
            closeDialogs();
            go();
          },
          tellFailure,
        );
    });
  const members = classId
    ? (ofClass.result ?? [])
    : participants.map((member) => ({ role: "" as const, name: "", ...session.people.of(member), _id: member }));
  return (
    <Dialog title={t("details.title")}>
      <ErrorText error={error ?? ofClass.error} />
      {mayChange && (
        <form
          class="inline-form"
          onSubmit={(event) => {
            event.preventDefault();
            change({ title: String(new FormData(event.currentTarget).get("title")) });
          }}
        >
          <label>
            <span>{t("details.rename")}</span>
            <input name="title" defaultValue={title ?? ""} required maxLength={200} />
          </label>
          <button type="submit">{t("admin.save")}</button>
        </form>
      )}
      <h3>{t("details.members")}</h3>
      <ul class="people-list">
        {members.map((user) => (
          <li key={user._id}>
            <PersonLine
              user={{ ...user, role: user.role || "student" }}
              {...(managedBy === user._id && type === "group" && { note: t("details.managed") })}
            />
            {mayChange && user._id !== me && (
              <IconButton
                name={t("details.remove", { name: user.name })}
                icon="close"
                onClick={() => change({ participants: { remove: [user._id] } })}
              />
            )}
          </li>
        ))}
      </ul>
      {supervisors.length > 0 && (
        <>
          <h3>{t("details.supervisors")}</h3>
          <ul class="people-list">
            {supervisors.map((id) => (
              <li key={id}>
                <PersonLine user={session.people.of(id) ?? { _id: id, name: "…", role: "teacher" }} />
              </li>
            ))}
          </ul>
        </>
      )}
      {teaches && (
        <div class="buttons">
          <button type="button" onClick={() => change({ closed: !closed })}>
            {t(closed ? "details.open" : "details.close")}
          </button>
        </div>
      )}
      {mayChange && !isAdding && (
        <button type="button" onClick={() => setAdding(true)}>
          {t("details.add")}
        </button>
      )}
      {mayChange && isAdding && (
        <PickPeople
          session={session}
          label={t("details.add")}
          without={participants}
          autoFocus
          onPick={(user) => {
            session.people.add(user);
            change({ participants: { add: [user._id] } });
          }}
        />
      )}
      {type === "group" && (
        <div class="buttons">
          <button type="button" class="danger" onClick={leave}>
            {t("details.leave")}
          </button>
        </div>
      )}
    </Dialog>
  );
}
