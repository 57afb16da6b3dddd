// SPDX-License-Identifier: Apache-2.0
import type { Message } from "@homeroom/client";
import { dayAndTime, t } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { Avatar } from "../parts/avatar";
import { Dialog, openDialog } from "../parts/dialog";
import { PlainText } from "../parts/text";
import type { Session } from "../session";

/** More people than a conversation has. */
const ALL = 200;

export function openReceipts(session: Session, message: Message): void {
  openDialog(<Receipts session={session} message={message} />);
}

function Receipts({ session, message }: { session: Session; message: Message }) {
  const query = { messageId: message._id, $limit: ALL };
  const { result, error } = useAnswer(() => session.client.service("receipts").find({ query }), []);
  const rank = (receipt: { readAt: unknown; deliveredAt: unknown }) =>
    receipt.readAt ? 0 : receipt.deliveredAt ? 1 : 2;
  const receipts = [...(result?.data ?? [])].sort((a, b) => rank(a) - rank(b));
  return (
    <Dialog title={t("receipts.title")}>
      <ErrorText error={error} />
      <ul class="people-list">
        {receipts.map(({ userId, readAt, deliveredAt }) => (
          <li key={userId}>
            <Avatar id={userId} name={session.people.name(userId)} />
            <span>
              <strong>{session.people.name(userId)}</strong>
              <small>
                {readAt
                  ? t("receipts.read", { time: dayAndTime(readAt) })
                  : deliveredAt
                    ? t("receipts.delivered", { time: dayAndTime(deliveredAt) })
                    : t("receipts.none")}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

export function openHistory(session: Session, message: Message): void {
  openDialog(<History session={session} message={message} />);
}

function History({ session, message }: { session: Session; message: Message }) {
  const query = { messageId: message._id, $limit: ALL };
  const { result, error } = useAnswer(() => session.client.service("message-history").find({ query }), []);
  return (
    <Dialog title={t("history.title")}>
      <ErrorText error={error} />
      {result?.total === 0 && <p>{t("history.none")}</p>}
      <ol class="history">
        {result?.data.map(({ _id, text, by, at, type }) => (
          <li key={_id}>
            <p dir="auto">
              <PlainText text={text} />
            </p>
            <small>
              {t(type === "delete" ? "history.delete" : "history.edit", {
                name: session.people.name(by),
                time: dayAndTime(at),
              })}
            </small>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
