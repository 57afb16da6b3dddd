// SPDX-License-Identifier: Apache-2.0
import type { ConversationCopy, Id } from "@homeroom/client";
import { listed, t } from "./language";
import { route } from "./route";
import type { Session } from "./session";

export type Section = "unread" | "class" | "group" | "direct";
const SECTIONS: Section[] = ["unread", "class", "group", "direct"];

/** The other person of a direct conversation. */
export function partner(session: Session, copy: ConversationCopy): Id | undefined {
  const { type, participants } = copy.conversation;
  const me = session.user._id;
  return type === "direct" ? (participants.find((id) => id !== me) ?? me) : undefined;
}

/** What a conversation is called: its title, the other person, or who is in the group. */
export function titleOf(session: Session, copy: ConversationCopy): string {
  const { title, participants, type } = copy.conversation;
  const other = partner(session, copy);
  if (other) {
    return session.people.name(other) || "…";
  }
  if (title || type === "class") {
    return title ?? "…";
  }
  const others = participants.filter((id) => id !== session.user._id).slice(0, 4);
  return listed(others.map((id) => session.people.name(id))) || t("group.unnamed");
}

/**
 * The conversations as the inbox shows them: those with something unread, then classes, groups and
 * direct ones, the newest first. The one that is open keeps its place until another is opened.
 */
export function sections(session: Session, filter: string): [Section, ConversationCopy[]][] {
  void session.list.value;
  const wanted = fold(filter);
  const found = [...session.client.conversations.values()]
    .filter((copy) => !wanted || fold(titleOf(session, copy)).includes(wanted))
    .sort((a, b) => (a.activeAt < b.activeAt ? 1 : -1));
  const openId = route.value.screen === "conversation" ? route.value.id : null;
  if (openId !== opened.id) {
    opened.id = openId;
    opened.wasUnread = (session.client.conversations.get(openId ?? "")?.unread ?? 0) > 0;
  }
  const sectionOf = (copy: ConversationCopy): Section =>
    copy.unread > 0 || (copy.id === opened.id && opened.wasUnread) ? "unread" : typeOf(copy);
  return SECTIONS.map((section): [Section, ConversationCopy[]] => [
    section,
    found.filter((copy) => sectionOf(copy) === section),
  ]).filter(([, copies]) => copies.length > 0);
}

const opened: { id: Id | null; wasUnread: boolean } = { id: null, wasUnread: false };

function typeOf(copy: ConversationCopy): Section {
  const { type } = copy.conversation;
  return type === "class" ? "class" : type === "direct" ? "direct" : "group";
}

/** The next conversation with something unread, in the inbox's order from the one that is open. */
export function nextUnread(session: Session, step: 1 | -1): Id | undefined {
  const all = sections(session, "").flatMap(([, copies]) => copies);
  const at = all.findIndex((copy) => copy.id === opened.id);
  for (let i = 1; i <= all.length; i++) {
    const copy = all[(((at + step * i) % all.length) + all.length) % all.length]!;
    if (copy.unread > 0 && copy.id !== opened.id) {
      return copy.id;
    }
  }
  return undefined;
}

/** All that is unread. */
export function unreadInAll(session: Session): number {
  void session.list.value;
  let sum = 0;
  session.client.conversations.forEach((copy) => (sum += copy.unread));
  return sum;
}

/** Without case and accents, so that a name is found as people type it. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
