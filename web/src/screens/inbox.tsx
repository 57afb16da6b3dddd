// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import type { ConversationCopy } from "@homeroom/client";
import { partner, sections, titleOf } from "../conversations";
import { shortTime, t, type TextName } from "../language";
import { Avatar, IconAvatar } from "../parts/avatar";
import { address, route } from "../route";
import type { Session } from "../session";
import { keptTitles } from "../titles";

export function Inbox({ session }: { session: Session }) {
  const [filter, setFilter] = useState("");
  const found = sections(session, filter);
  const isEmpty = session.client.conversations.size === 0;
  return (
    <nav class="inbox" aria-label={t("nav.conversations")}>
      <div class="inbox-head">
        <h2 class="brand">{t("nav.inbox")}</h2>
        <input
          type="search"
          aria-label={t("inbox.filter")}
          placeholder={t("inbox.filter")}
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      <div class="inbox-list">
        {isEmpty && <p class="empty">{t(emptyText(session))}</p>}
        {isAway(session) && <KeptTitles session={session} />}
        {!isEmpty && found.length === 0 && <p class="empty">{t("inbox.nothing")}</p>}
        {found.map(([section, copies]) => (
          <section key={section}>
            <h3>{t(`inbox.${section}`)}</h3>
            <ul>
              {copies.map((copy) => (
                <li key={copy.id}>
                  <Entry session={session} copy={copy} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  );
}

function emptyText(session: Session): TextName {
  if (session.isFilled.value) {
    return "inbox.empty";
  }
  return isAway(session) ? "conversation.away" : "inbox.loading";
}

/** Whether the page was opened without a connection, so that its conversations are still to come. */
function isAway(session: Session): boolean {
  return !session.isFilled.value && session.state.value === "offline";
}

/** Conversations that are still to come, by what they were called. */
function KeptTitles({ session }: { session: Session }) {
  const openId = route.value.screen === "conversation" ? route.value.id : null;
  return (
    <ul>
      {keptTitles(session.user._id).map(({ id, title }) => (
        <li key={id}>
          <div class={`entry ${id === openId ? "current" : ""}`}>
            <IconAvatar id={id} icon="people" />
            <a
              class="entry-title"
              href={address("c", id)}
              aria-current={id === openId ? "page" : undefined}
              dir="auto"
            >
              {title}
            </a>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Entry({ session, copy }: { session: Session; copy: ConversationCopy }) {
  void session.version(copy.id).value;
  const title = titleOf(session, copy);
  const { unread } = copy;
  const isOpen = route.value.screen === "conversation" && route.value.id === copy.id;
  const more = `more-${copy.id}`;
  return (
    <div class={`entry ${unread > 0 ? "unread" : ""} ${isOpen ? "current" : ""}`}>
      <ConversationAvatar session={session} copy={copy} title={title} />
      <a
        class="entry-title"
        href={address("c", copy.id)}
        aria-current={isOpen ? "page" : undefined}
        aria-describedby={more}
        dir="auto"
      >
        {title}
      </a>
      <time class="entry-time" dateTime={copy.activeAt}>
        {copy.last && shortTime(copy.activeAt)}
      </time>
      <span class="entry-last" dir="auto">
        {preview(session, copy)}
      </span>
      {unread > 0 && (
        <span class="badge" aria-hidden="true">
          {unread > 99 ? "99+" : unread}
        </span>
      )}
      <span id={more} class="hidden">
        {t("inbox.count", { count: unread })}
      </span>
    </div>
  );
}

export function ConversationAvatar(props: { session: Session; copy: ConversationCopy; title: string }) {
  const { session, copy, title } = props;
  const other = partner(session, copy);
  if (other) {
    return <Avatar id={other} name={title} userId={other} />;
  }
  return <IconAvatar id={copy.id} icon={copy.conversation.type === "class" ? "class" : "people"} />;
}

/** What was written last, and by whom. */
function preview(session: Session, copy: ConversationCopy): string {
  const { last } = copy;
  if (!last) {
    return t("inbox.nobody");
  }
  if (last.text === "") {
    return t("inbox.deleted");
  }
  if (last.senderId === session.user._id) {
    return t("inbox.you", { text: last.text });
  }
  const name = copy.conversation.type === "direct" ? "" : session.people.name(last.senderId);
  return name ? `${name.split(" ")[0]}: ${last.text}` : last.text;
}
