// SPDX-License-Identifier: Apache-2.0

import { onceEach } from "./once";

export type Values = Record<string, string | number>;

const pluralsOf = onceEach((language: string) => new Intl.PluralRules(language));
const numbersOf = onceEach((language: string) => new Intl.NumberFormat(language));

/**
 * The part of ICU MessageFormat that the texts use: `{name}` and `{count, plural, =0 {…} one {…}
 * other {…}}`, with `#` for the number.
 */
export function format(pattern: string, language: string, values: Values): string {
  let result = "";
  for (let at = 0; ; ) {
    const open = pattern.indexOf("{", at);
    if (open < 0) {
      return result + pattern.slice(at);
    }
    const end = closing(pattern, open);
    result += pattern.slice(at, open) + argument(pattern.slice(open + 1, end), language, values);
    at = end + 1;
  }
}

function argument(inner: string, language: string, values: Values): string {
  const comma = inner.indexOf(",");
  if (comma < 0) {
    return String(values[inner.trim()] ?? "");
  }
  const count = Number(values[inner.slice(0, comma).trim()]);
  const forms = choices(inner.slice(inner.indexOf(",", comma + 1) + 1));
  const category = pluralsOf(language).select(count);
  const chosen = forms.get(`=${count}`) ?? forms.get(category) ?? forms.get("other") ?? "";
  const number = numbersOf(language).format(count);
  return format(chosen.replaceAll("#", number), language, values);
}

/** What stands in braces, by the word before it. */
function choices(text: string): Map<string, string> {
  const forms = new Map<string, string>();
  for (let at = 0; ; ) {
    const open = text.indexOf("{", at);
    if (open < 0) {
      return forms;
    }
    const end = closing(text, open);
    forms.set(text.slice(at, open).trim(), text.slice(open + 1, end));
    at = end + 1;
  }
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    depth += text[at] === "{" ? 1 : text[at] === "}" ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  throw new Error(`a brace is missing: ${text}`);
}
