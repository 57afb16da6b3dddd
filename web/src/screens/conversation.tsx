// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ConversationCopy, Id, Message } from "@homeroom/client";
import { partner, titleOf } from "../conversations";
import { dayName, listed, sentenceOf, t } from "../language";
import { useAnswer } from "../parts/answer";
import { openDialog } from "../parts/dialog";
import { Icon, IconButton } from "../parts/icons";
import { announce, tell } from "../parts/live";
import { go, route } from "../route";
import type { Session } from "../session";
import { keptTitles } from "../titles";
import { Composer, type Writing } from "./composer";
import { Details } from "./details";
import { ConversationAvatar } from "./inbox";
import { MessageView, type MessageActs, UnsentView } from "./message";
import { type ListHandle, type Row, VirtualList } from "./virtual-list";

const NEW: Writing = { kind: "new" };
/** What one person writes within this time belongs together. */
const TOGETHER_MS = 5 * 60_000;
/** How many pages are turned in search of a message that was answered. */
const MOST_PAGES = 40;

export function ConversationScreen({ session, id }: { session: Session; id: Id }) {
  const copy = session.conversation(id);
  if (!copy) {
    const isGone = session.isFilled.value;
    const waits = session.client.unsent({ conversationId: id }).length > 0;
    if (!isGone && (waits || session.state.value === "offline")) {
      return <Away key={id} session={session} id={id} />;
    }
    return (
      <main class="pane empty-pane" id="main" tabIndex={-1}>
        <p>{t(isGone ? "conversation.gone" : "inbox.loading")}</p>
        {isGone && <p class="hint">{t("conversation.gone.hint")}</p>}
      </main>
    );
  }
  const version = session.version(id).value;
  return <Conversation key={id} session={session} copy={copy} version={version} />;
}

/** A conversation that is still to come: what waits to be sent there, and a box to write in. */
function Away({ session, id }: { session: Session; id: Id }) {
  const kept = keptTitles(session.user._id).find((one) => one.id === id);
  return (
    <main class="pane conversation" id="main" tabIndex={-1}>
      <header class="pane-head">
        <IconButton class="back" name={t("nav.back")} icon="back" onClick={() => go()} />
        <div class="pane-title">
          <h1 dir="auto">{kept?.title ?? t("message.waiting")}</h1>
          <p>{t("conversation.away")}</p>
        </div>
      </header>
      <div class="messages" role="log" aria-label={t("conversation.messages")} tabIndex={0}>
        {session.client.unsent({ conversationId: id }).map((unsent) => (
          <UnsentView key={unsent.clientId} session={session} unsent={unsent} />
        ))}
      </div>
      <Composer session={session} target={{ conversationId: id }} writing={NEW} onDone={() => {}} />
    </main>
  );
}

/**
 * @param props.version of the conversation: another one when anything in it is another
 */
function Conversation({ session, copy }: { session: Session; copy: ConversationCopy; version: number }) {
  const id = copy.id;
  const [writing, setWriting] = useState<Writing>(NEW);
  const [isAtEnd, setAtEnd] = useState(true);
  const [unreadFrom] = useState(() => (copy.unread > 0 ? copy.conversation.readSeq : null));
  const list = useRef<ListHandle | null>(null);
  const pane = useRef<HTMLElement>(null);
  const lastSeen = useRef(0);
  const isLoading = useRef(false);
  const isNearTop = useRef(false);
  const title = titleOf(session, copy);

  const older = async () => {
    if (isLoading.current || !copy.named || !copy.hasOlder || session.state.peek() === "offline") {
      return;
    }
    isLoading.current = true;
    const isLoaded = await session.client.older(id).then(() => true, () => false);
    isLoading.current = false;
    if (isLoaded && isNearTop.current) {
      void older();
    }
  };
  const markRead = () => {
    if (document.visibilityState === "visible" && lastSeen.current > 0) {
      session.client.read(id, lastSeen.current);
    }
  };
  useEffect(() => {
    document.addEventListener("visibilitychange", markRead);
    return () => document.removeEventListener("visibilitychange", markRead);
  }, []);
  useEffect(
    () =>
      session.client.on("message", (message) => {
        if (message.conversationId === id) {
          const name = session.people.name(message.senderId);
          announce(t("message.received", { name, text: message.text }));
        }
      }),
    [],
  );

  const jump = async (messageId: Id) => {
    const find = () => copy.messages.find((message) => message._id === messageId);
    let found = find();
    for (let page = 0; !found && copy.hasOlder && page < MOST_PAGES; page++) {
      if (!(await session.client.older(id).then(() => true, () => false))) {
        break;
      }
      found = find();
    }
    if (found) {
      // Who has gone elsewhere while older pages were read stays there.
      list.current?.toRow(keyOf(session, found), () => focusMessage(pane.current, messageId));
    } else {
      tell(t("error.message-not-found"));
    }
  };
  const wanted = route.value.screen === "conversation" ? route.value.messageId : null;
  useEffect(() => {
    if (wanted) {
      void jump(wanted);
    }
  }, [wanted, copy.named]);
  const messageRows = useMemo(() => {
    const acts: MessageActs = {
      reply: (message) => setWriting({ kind: "reply", to: message }),
      edit: (message) => setWriting({ kind: "edit", message }),
      jump: (messageId) => void jump(messageId),
    };
    return new MessageRows(session, copy, acts);
  }, [copy]);
  const rows = rowsOf(session, copy, unreadFrom, messageRows);
  const onView = (last: Row & Partial<MessageRow>, atEnd: boolean, nearTop: boolean) => {
    const seq = atEnd ? copy.messages.at(-1)?.seq : last.seq;
    lastSeen.current = Math.max(lastSeen.current, seq ?? 0);
    markRead();
    setAtEnd(atEnd);
    isNearTop.current = nearTop;
    if (nearTop) {
      void older();
    }
  };
  // Not the line itself, which moves on to earlier pages as they come.
  const line = rows.findIndex(({ key }) => key === "unread");
  const startAt = line < 0 ? null : rows[line + 1]!.key;
  return (
    <main class="pane conversation" id="main" tabIndex={-1} ref={pane}>
      <header class="pane-head">
        <IconButton class="back" name={t("nav.back")} icon="back" onClick={() => go()} />
        <ConversationAvatar session={session} copy={copy} title={title} />
        <div class="pane-title">
          <h1 dir="auto">{title}</h1>
          <p>{subtitle(session, copy)}</p>
        </div>
        <IconButton
          name={t("conversation.details")}
          icon="details"
          onClick={() => openDialog(<Details session={session} id={id} />)}
        />
      </header>
      <VirtualList
        rows={rows}
        label={t("conversation.messages")}
        startAt={startAt}
        handle={list}
        onView={onView}
        onKeyDown={moveInMessages}
      />
      {!isAtEnd && (
        <button type="button" class="latest" onClick={() => list.current!.toEnd()}>
          <Icon name="down" size={16} />
          {t("conversation.latest")}
          {copy.unread > 0 && <span class="badge">{copy.unread}</span>}
        </button>
      )}
      <Typists session={session} id={id} />
      {copy.conversation.readOnly ? (
        <ReadOnly session={session} id={id} />
      ) : (
        <Composer
          session={session}
          target={{ conversationId: id }}
          writing={writing}
          onDone={() => {
            if (writing.kind !== "edit") {
              list.current!.toEnd();
            }
            setWriting(NEW);
          }}
        />
      )}
    </main>
  );
}

/** Why nobody, or not this user, can write here. */
function ReadOnly({ session, id }: { session: Session; id: Id }) {
  const { result } = useAnswer(async () => {
    const query = { from: session.user._id, conversationId: id, $limit: 1 };
    return (await session.client.service("policy-explanations").find({ query })).data[0];
  }, [id]);
  return <p class="hint-box">{(result && sentenceOf(result.code)) || t("conversation.readonly")}</p>;
}

/** A message's row, and what its neighbours are compared by. */
interface MessageRow extends Row {
  readonly seq: number;
  /** When it was written, in milliseconds since 1970, and on which day. */
  readonly at: number;
  readonly day: string;
  /** Whether it goes on what the same person wrote just before. */
  readonly continues: boolean;
}

/** The rows of messages, each made once: what changes of a message, or goes with it, makes another one. */
class MessageRows {
  readonly #made = new WeakMap<Message, MessageRow>();
  readonly #session: Session;
  readonly #copy: ConversationCopy;
  readonly #acts: MessageActs;

  constructor(session: Session, copy: ConversationCopy, acts: MessageActs) {
    this.#session = session;
    this.#copy = copy;
    this.#acts = acts;
  }

  /** When a message was written, in milliseconds since 1970, and on which day. */
  when(message: Message): Pick<MessageRow, "at" | "day"> {
    const made = this.#made.get(message);
    if (made) {
      return made;
    }
    const date = new Date(message.createdAt);
    return { at: date.getTime(), day: date.toDateString() };
  }

  of(message: Message, continues: boolean, { at, day }: Pick<MessageRow, "at" | "day">): MessageRow {
    const made = this.#made.get(message);
    if (made?.continues === continues) {
      return made;
    }
    const [session, copy, acts] = [this.#session, this.#copy, this.#acts];
    const draw = () => (
      <MessageView session={session} copy={copy} message={message} continues={continues} acts={acts} />
    );
    const row = { key: keyOf(session, message), seq: message.seq, at, day, continues, draw };
    this.#made.set(message, row);
    return row;
  }
}

/** Days, the line above what is unread, messages, and what waits to be sent. */
function rowsOf(
  session: Session,
  copy: ConversationCopy,
  unreadFrom: number | null,
  messageRows: MessageRows,
): Row[] {
  const rows: Row[] = [];
  const above = copy.isFull ? t("conversation.full") : t("conversation.older");
  const top = copy.hasOlder ? above : t("conversation.beginning");
  rows.push({ key: "top", floats: true, draw: () => <p class="line-note">{top}</p> });
  let day = "";
  let before: { senderId: Id; at: number } | null = null;
  let isLineDrawn = unreadFrom === null;
  for (const message of copy.messages) {
    const { senderId } = message;
    const when = messageRows.when(message);
    if (when.day !== day) {
      day = when.day;
      before = null;
      const name = dayName(message.createdAt);
      rows.push({ key: `day ${day}`, floats: true, draw: () => <Separator text={name} /> });
    }
    if (!isLineDrawn && message.seq > unreadFrom! && senderId !== session.user._id) {
      isLineDrawn = true;
      before = null;
      rows.push({ key: "unread", floats: true, draw: () => <Separator text={t("conversation.unread")} isUnread /> });
    }
    const continues: boolean = before?.senderId === senderId && when.at - before.at < TOGETHER_MS;
    before = { senderId, at: when.at };
    rows.push(messageRows.of(message, continues, when));
  }
  for (const unsent of session.client.unsent({ conversationId: copy.id })) {
    rows.push({ key: `own ${unsent.clientId}`, draw: () => <UnsentView session={session} unsent={unsent} /> });
  }
  return rows;
}

/** The same before and after a message of one's own is stored. */
function keyOf(session: Session, message: Message): string {
  return message.senderId === session.user._id ? `own ${message.clientId}` : message._id;
}

function Separator({ text, isUnread }: { text: string; isUnread?: boolean }) {
  return (
    <div class={`separator ${isUnread ? "unread" : ""}`}>
      <span>{text}</span>
    </div>
  );
}

function subtitle(session: Session, copy: ConversationCopy): string {
  const other = partner(session, copy);
  if (other) {
    return t(session.isOnline(other) ? "conversation.online" : "conversation.offline");
  }
  const { type, participants } = copy.conversation;
  return type === "class" ? t("conversation.class") : t("conversation.members", { count: participants.length });
}

function Typists({ session, id }: { session: Session; id: Id }) {
  void session.version(`typing ${id}`).value;
  const names = session.client.typists(id).map((userId) => session.people.name(userId)).filter(Boolean);
  return (
    <p class="typists">
      {names.length > 0 && t("conversation.typing", { count: names.length, names: listed(names) })}
    </p>
  );
}

/** Arrows move from message to message, Enter opens what can be done with one. */
function moveInMessages(event: KeyboardEvent): void {
  const log = event.currentTarget as HTMLElement;
  const target = event.target as HTMLElement;
  const all = [...log.querySelectorAll<HTMLElement>("article")];
  const at = all.indexOf(target);
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const within = target.closest<HTMLElement>("article");
    const step = event.key === "ArrowUp" ? -1 : 1;
    const next = at >= 0 ? all[at + step] : (within ?? all.at(-1));
    if (next) {
      event.preventDefault();
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    }
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    target.querySelector<HTMLButtonElement>(".menu > button")?.click();
  }
}

function focusMessage(pane: HTMLElement | null, id: Id): void {
  const message = pane?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
  message?.focus({ preventScroll: true });
}

/** Before there is a conversation with somebody: the first message makes it. */
export function FirstMessage({ session, userId }: { session: Session; userId: Id }) {
  void session.list.value;
  void session.version(`to:${userId}`).value;
  const existing = [...session.client.conversations.values()].find(
    (copy) => partner(session, copy) === userId,
  );
  useEffect(() => {
    if (existing) {
      location.replace(`#/c/${encodeURIComponent(existing.id)}`);
    }
  }, [existing]);
  useEffect(
    () =>
      session.client.on("sent", ({ unsent, message }) => {
        if ("to" in unsent.target && unsent.target.to === userId) {
          location.replace(`#/c/${encodeURIComponent(message.conversationId)}`);
        }
      }),
    [userId],
  );
  const name = session.people.name(userId);
  const waiting = session.client.unsent({ to: userId });
  return (
    <main class="pane conversation" id="main" tabIndex={-1}>
      <header class="pane-head">
        <IconButton class="back" name={t("nav.back")} icon="back" onClick={() => go("new")} />
        <div class="pane-title">
          <h1 dir="auto">{name}</h1>
          <p>{t(session.isOnline(userId) ? "conversation.online" : "conversation.offline")}</p>
        </div>
      </header>
      <div class="messages" role="log" aria-label={t("conversation.messages")} tabIndex={0}>
        <p class="line-note">{t("new.first", { name })}</p>
        {waiting.map((unsent) => (
          <UnsentView key={unsent.clientId} session={session} unsent={unsent} />
        ))}
      </div>
      <Composer session={session} target={{ to: userId }} writing={NEW} onDone={() => {}} />
    </main>
  );
}
