// SPDX-License-Identifier: Apache-2.0
import type { ConversationCopy, Message, Unsent } from "@homeroom/client";
import { clockTime, dayAndTime, sentence, t, type TextName } from "../language";
import { tellFailure } from "../parts/answer";
import { confirm } from "../parts/dialog";
import { Avatar } from "../parts/avatar";
import { Icon, type IconName } from "../parts/icons";
import { Menu, type MenuItem } from "../parts/menu";
import { PlainText } from "../parts/text";
import { openHistory, openReceipts } from "./message-dialogs";
import type { Session } from "../session";

/** What a message's actions lead to in the conversation. */
export interface MessageActs {
  reply(message: Message): void;
  edit(message: Message): void;
  jump(messageId: string): void;
}

export function MessageView(props: {
  session: Session;
  copy: ConversationCopy;
  message: Message;
  /** Whether it goes on what the same person wrote just before. */
  continues: boolean;
  acts: MessageActs;
}) {
  const { session, copy, message, continues, acts } = props;
  const isOwn = message.senderId === session.user._id;
  const isDeleted = message.deletedAt !== null;
  const name = session.people.name(message.senderId);
  const text = isDeleted ? t("message.deleted") : message.text;
  const time = clockTime(message.createdAt);
  return (
    <article
      class={`message ${isOwn ? "own" : ""} ${continues ? "continues" : ""} ${isDeleted ? "deleted" : ""}`}
      tabIndex={-1}
      data-message={message._id}
      aria-label={t("message.label", { name, text, time })}
    >
      {!isOwn && (continues ? <span class="avatar-space" /> : <Avatar id={message.senderId} name={name} />)}
      <div class="bubble">
        {!isOwn && !continues && <strong class="sender">{name || NO_NAME_YET}</strong>}
        {message.replyTo && <Quote {...props} id={message.replyTo} />}
        <p dir="auto">{isDeleted ? <em>{text}</em> : <PlainText text={message.text} />}</p>
        <footer>
          {message.editedAt && !isDeleted && <span>{t("message.edited")}</span>}
          <time dateTime={message.createdAt} title={dayAndTime(message.createdAt)}>
            {time}
          </time>
          {isOwn && !isDeleted && <Status copy={copy} message={message} />}
        </footer>
      </div>
      <Menu name={t("message.actions")} items={() => actionsOf(session, copy, message, acts)} />
    </article>
  );
}

/** As high as a name. */
const NO_NAME_YET = "\u00a0";

const STATUS: Record<string, TextName> = { delivered: "message.delivered", read: "message.read" };

/** How far a message of one's own is, in a sign and in words. */
function Status({ copy, message }: { copy: ConversationCopy; message: Message }) {
  const { read, of } = message.receipts;
  const some = copy.conversation.type !== "direct" && of > 1 && read > 0;
  const words = some
    ? t("message.readby", { read, of })
    : t(STATUS[message.status] ?? "message.sent");
  const icon: IconName = message.status === "sent" ? "sent" : "delivered";
  return (
    <span class={`status ${message.status}`} title={words}>
      <Icon name={icon} size={15} />
      <span class={some || message.status === "read" ? "" : "hidden"}>{words}</span>
    </span>
  );
}

/** The message that is answered; it leads there. */
function Quote({ session, copy, id, acts }: { session: Session; copy: ConversationCopy; id: string; acts: MessageActs }) {
  void session.version(copy.id).value; // the origin may come, or become another, without this message
  const origin = copy.messages.find((message) => message._id === id);
  return (
    <button type="button" class="quote" onClick={() => acts.jump(id)}>
      <Icon name="reply" size={14} />
      <span>
        {origin ? t("message.origin", { name: session.people.name(origin.senderId) }) : t("message.origin.gone")}
        {origin && <small dir="auto">{origin.text || t("message.deleted")}</small>}
      </span>
    </button>
  );
}

function actionsOf(session: Session, copy: ConversationCopy, message: Message, acts: MessageActs): MenuItem[] {
  const isOwn = message.senderId === session.user._id;
  const isDeleted = message.deletedAt !== null;
  const { classId, readOnly } = copy.conversation;
  const teaches = session.user.role === "teacher" && session.client.me?.classIds.includes(classId ?? "");
  const items: MenuItem[] = [];
  if (!isDeleted && !readOnly) {
    items.push({ name: t("message.reply"), act: () => acts.reply(message) });
  }
  if (!isDeleted) {
    items.push({ name: t("message.copy"), act: () => void copyText(message.text) });
  }
  if (isOwn && !isDeleted && !readOnly) {
    items.push({ name: t("message.edit"), act: () => acts.edit(message) });
  }
  if (isOwn && !isDeleted) {
    items.push({ name: t("message.receipts"), act: () => openReceipts(session, message) });
  }
  if ((message.editedAt && isOwn) || (session.isAdmin && (message.editedAt || isDeleted))) {
    items.push({ name: t("message.history"), act: () => openHistory(session, message) });
  }
  if (!isDeleted && (isOwn || session.isAdmin || teaches)) {
    items.push({ name: t("message.delete"), danger: true, act: () => askToDelete(session, message) });
  }
  return items.length > 0 ? items : [{ name: t("dialog.close"), act: () => {} }];
}

async function copyText(text: string): Promise<void> {
  await navigator.clipboard?.writeText(text).catch(() => {});
}

function askToDelete(session: Session, message: Message): void {
  confirm(t("message.delete.title"), t("message.delete.text"), t("message.delete"), () => {
    session.client.delete(message._id).catch(tellFailure);
  });
}

/** A message that is not known to be stored. */
export function UnsentView({ session, unsent }: { session: Session; unsent: Unsent }) {
  const { refused } = unsent;
  const why = refused ? t("message.failed", { why: sentence(refused) }) : t("message.waiting");
  const name = session.user.name;
  return (
    <article
      class={`message own unsent ${refused ? "failed" : ""}`}
      tabIndex={-1}
      aria-label={t("message.label", { name, text: unsent.text, time: why })}
    >
      <div class="bubble">
        <p dir="auto">
          <PlainText text={unsent.text} />
        </p>
        <footer>
          <Icon name={refused ? "failed" : "waiting"} size={15} />
          <span>{why}</span>
        </footer>
        {refused && (
          <div class="buttons">
            <button type="button" onClick={() => session.client.discard(unsent.clientId)}>
              {t("message.discard")}
            </button>
            <button type="button" class="primary" onClick={() => session.client.retry(unsent.clientId)}>
              {t("message.retry")}
            </button>
          </div>
        )}
      </div>
    </article>
  );
}
