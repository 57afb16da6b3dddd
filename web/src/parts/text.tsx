// SPDX-License-Identifier: Apache-2.0
import type { VNode } from "preact";

const LINK = /(?:https?:\/\/|mailto:)[^\s<>"']+/giu;
const TRAILING = /[.,;:!?)\]}»”’]+$/u;

/** What a person wrote, as text: nothing of it is HTML, and only plain addresses become links. */
export function PlainText({ text }: { text: string }) {
  const parts: (string | VNode)[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(TRAILING, "");
    parts.push(text.slice(at, match.index));
    parts.push(
      <a href={address} target="_blank" rel="noopener noreferrer">
        {address}
      </a>,
    );
    at = match.index + address.length;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}
