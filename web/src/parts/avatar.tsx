// SPDX-License-Identifier: Apache-2.0
import { session } from "../session";
import { Icon, type IconName } from "./icons";

const COLOURS = 8;

/** The first letters of a name on a colour that is always the same for it. */
export function Avatar({ id, name, userId }: { id: string; name: string; userId?: string }) {
  const isOnline = userId !== undefined && session.value?.isOnline(userId);
  return (
    <span class={`avatar colour-${colourOf(id)}`} aria-hidden="true">
      {initials(name)}
      {isOnline && <span class="online-dot" />}
    </span>
  );
}

/** An avatar for what is no person. */
export function IconAvatar({ id, icon }: { id: string; icon: IconName }) {
  return (
    <span class={`avatar square colour-${colourOf(id)}`} aria-hidden="true">
      <Icon name={icon} />
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  const chosen = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return chosen.map((word) => [...word][0]).join("");
}

function colourOf(id: string): number {
  let sum = 0;
  for (const character of id) {
    sum = (sum * 31 + character.codePointAt(0)!) % 65_521;
  }
  return sum % COLOURS;
}
