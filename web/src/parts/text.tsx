// SPDX-License-Identifier: Apache-2.0
import type { VNode } from "preact";

const LINK = /(?:https?:\/\/|mailto:)[^\s<>"']+/giu;
/** What ends a sentence rather than an address. */
const TRAILING = new Set(".,;:!?)]}»”’");

/** What a person wrote, as text: nothing of it is HTML, and only plain addresses become links. */
export function PlainText({ text }: { text: string }) {
  const parts: (string | VNode)[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    const address = withoutTrailing(match[0]);
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

/** From the end, so that it takes no longer the more such signs there are within. */
function withoutTrailing(address: string): string {
  let end = address.length;
  while (TRAILING.has(address[end - 1]!)) {
    end--;
  }
  return address.slice(0, end);
}
