// SPDX-License-Identifier: Apache-2.0

export type Values = Record<string, string | number>;

/**
 * The part of ICU MessageFormat that the texts use: `{name}` and `{count, plural, =0 {…} one {…}
 * other {…}}`, with `#` for the number.
 */
export function format(pattern: string, language: string, values: Values): string {
  let result = "";
  for (let at = 0; at < pattern.length; ) {
    if (pattern[at] !== "{") {
      result += pattern[at++];
      continue;
    }
    const end = closing(pattern, at);
    result += argument(pattern.slice(at + 1, end), language, values);
    at = end + 1;
  }
  return result;
}

function argument(inner: string, language: string, values: Values): string {
  const comma = inner.indexOf(",");
  if (comma < 0) {
    return String(values[inner.trim()] ?? "");
  }
  const count = Number(values[inner.slice(0, comma).trim()]);
  const forms = choices(inner.slice(inner.indexOf(",", comma + 1) + 1));
  const category = new Intl.PluralRules(language).select(count);
  const chosen = forms.get(`=${count}`) ?? forms.get(category) ?? forms.get("other") ?? "";
  const number = new Intl.NumberFormat(language).format(count);
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
