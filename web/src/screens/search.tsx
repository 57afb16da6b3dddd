// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { titleOf } from "../conversations";
import { dayAndTime, t } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { Page } from "../parts/page";
import { useSettled } from "../parts/pick-people";
import { address, goInstead } from "../route";
import type { Session } from "../session";

const SHOWN = 50;

export function SearchScreen({ session, words }: { session: Session; words: string }) {
  const [text, setText] = useState(words);
  const settled = useSettled(text.trim());
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current!.focus(), []);
  useEffect(() => {
    if (settled !== words) {
      goInstead("search", settled);
    }
  }, [settled]);
  const { result, error } = useAnswer(
    async () =>
      settled
        ? session.client.service("messages").find({
            query: { $search: settled, $sort: { createdAt: -1 }, $limit: SHOWN },
          })
        : null,
    [settled],
  );
  return (
    <Page title={t("search.title")}>
      <label>
        <span class="hidden">{t("search.for")}</span>
        <input
          ref={box}
          type="search"
          aria-label={t("search.for")}
          placeholder={t("search.for")}
          aria-describedby="search-hint"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p class="hint" id="search-hint" role="status">
        {result === null
          ? t("search.hint")
          : result.total === 0
            ? t("search.nothing")
            : t("search.count", { count: result.total })}
      </p>
      <ErrorText error={error} />
      <ul class="card-list">
        {result?.data.map((message) => {
          const copy = session.client.conversations.get(message.conversationId);
          return (
            <li key={message._id}>
              <a href={address("c", message.conversationId, message._id)}>
                <strong dir="auto">{copy ? titleOf(session, copy) : ""}</strong>
                <small>
                  {session.people.name(message.senderId)} · {dayAndTime(message.createdAt)}
                </small>
                <span class="found" dir="auto">
                  <Marked text={message.text} words={settled} />
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </Page>
  );
}

/** The text with the words that were searched for, where they stand as they were typed. */
function Marked({ text, words }: { text: string; words: string }) {
  const wanted = words.split(/\s+/u).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`((?<![\\p{L}\\p{N}])(?:${wanted.join("|")}))`, "giu"));
  return <>{parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}</>;
}
