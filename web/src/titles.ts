// SPDX-License-Identifier: Apache-2.0
import type { Id } from "@homeroom/client";
import { titleOf } from "./conversations";
import { keep, kept } from "./device";
import type { Session } from "./session";

/** What a conversation was called when the page last had it. */
export interface KeptTitle {
  id: Id;
  title: string;
}

/** How many are kept, the newest: what somebody looks for without a connection is among them. */
const MOST = 100;
/** The names of people come a little later than the conversations. */
const AFTER_MS = 3_000;

const placeOf = (userId: Id) => `titles.${userId}`;

/** What conversations were called, the newest first, for as long as they themselves are still to come. */
export function keptTitles(userId: Id): KeptTitle[] {
  return JSON.parse(kept(placeOf(userId)) ?? "[]") as KeptTitle[];
}

/** Keeps the titles some time after conversations came or went, and when the page goes; the answer ends it. */
export function keepTitles(session: Session): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    keepNow(session);
  };
  const end = session.client.on("conversations", () => (timer ??= setTimeout(write, AFTER_MS)));
  addEventListener("pagehide", write);
  return () => {
    end();
    clearTimeout(timer);
    removeEventListener("pagehide", write);
  };
}

function keepNow(session: Session): void {
  const { client, user } = session;
  if (client.state === "closed" || !session.isFilled.value) {
    return;
  }
  const before = new Map(keptTitles(user._id).map(({ id, title }) => [id, title]));
  const titles = [...client.conversations.values()]
    .sort((a, b) => (a.activeAt < b.activeAt ? 1 : -1))
    .slice(0, MOST)
    .map((copy) => {
      const title = titleOf(session, copy);
      return { id: copy.id, title: title === "…" ? (before.get(copy.id) ?? "") : title };
    })
    .filter(({ title }) => title !== "");
  keep(placeOf(user._id), JSON.stringify(titles));
}
