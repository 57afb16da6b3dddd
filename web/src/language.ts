// SPDX-License-Identifier: Apache-2.0
import { computed, signal } from "@preact/signals";
import type { HomeroomError } from "@homeroom/client";
import en from "./languages/en.json";
import { format, type Values } from "./message-format";
import { onceEach } from "./once";

/** What a text is called in the files of `languages`. */
export type TextName = keyof typeof en;
type Texts = Record<TextName, string>;

/** A new language is a file like en.json and a line here. */
const LANGUAGES: Record<string, { name: string; load: () => Promise<Texts> }> = {
  en: { name: "English", load: async () => en },
  de: { name: "Deutsch", load: async () => (await import("./languages/de.json")).default },
};

const loaded = signal<{ code: string; texts: Texts }>({ code: "en", texts: en });

/** The code of the language in use. */
export const language = computed(() => loaded.value.code);

/** The codes and names of all there are. */
export const languages = Object.entries(LANGUAGES).map(([code, { name }]) => ({ code, name }));

/** The first of what the browser asks for that there is. */
export function preferredLanguage(): string {
  const wished = navigator.languages.map((tag) => tag.split("-")[0]!.toLowerCase());
  return wished.find((code) => code in LANGUAGES) ?? "en";
}

/** Shows the page in a language; it stays in the one that it is in where the texts cannot be had. */
export async function useLanguage(code: string): Promise<void> {
  const chosen = LANGUAGES[code] ? code : "en";
  const texts = await LANGUAGES[chosen]!.load().catch(() => null);
  if (texts) {
    loaded.value = { code: chosen, texts };
    document.documentElement.lang = chosen;
  }
}

/** A text in the language in use; nothing where there is none, as for a word that the server has since learnt. */
export function t(name: TextName, values: Values = {}): string {
  return format(loaded.value.texts[name] ?? en[name] ?? "", language.value, values);
}

/** What went wrong, as a sentence; the server's own, in English, where there is no translation. */
export function sentence(error: HomeroomError): string {
  const { until } = error.data;
  const values = {
    seconds: Math.ceil((error.retryAfterMs ?? 1_000) / 1_000),
    until: typeof until === "string" ? dayAndTime(until) : "…",
    fields: Object.entries(error.fields)
      .map(([field, reason]) => `${field} ${reason}`)
      .join("; "),
  };
  return sentenceOf(error.code, values) || error.message;
}

/** What a code means; nothing where there is no translation. */
export function sentenceOf(code: string | null, values: Values = { seconds: 1, until: "…", fields: "" }): string {
  const name = `error.${code}` as TextName;
  return name in en ? t(name, values) : "";
}

const DATES = {
  clock: { timeStyle: "short" },
  moment: { dateStyle: "medium", timeStyle: "short" },
  weekday: { weekday: "long", day: "numeric", month: "long" },
  weekdayOfYear: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  day: { day: "numeric", month: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
type DateStyle = keyof typeof DATES;

const dateFormats = onceEach((code) =>
  onceEach((style) => new Intl.DateTimeFormat(code, DATES[style as DateStyle])),
);

function inStyle(style: DateStyle, date: Date): string {
  return dateFormats(language.value)(style).format(date);
}

/** Makes the formatters of the language in use before they are needed: the first ones take the longest. */
export function warmUp(): void {
  const now = new Date();
  (Object.keys(DATES) as DateStyle[]).forEach((style) => inStyle(style, now));
  t("inbox.count", { count: 1 });
}

/** "14:05". */
export function clockTime(time: string): string {
  return inStyle("clock", new Date(time));
}

/** "3 Mar 2026, 14:05". */
export function dayAndTime(time: string): string {
  return inStyle("moment", new Date(time));
}

/** "Today", "Yesterday", "Monday, 3 March", with the year if it is another. */
export function dayName(time: string, now: Date = new Date()): string {
  const date = new Date(time);
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) {
    return t("conversation.today");
  }
  if (days === 1) {
    return t("conversation.yesterday");
  }
  return inStyle(date.getFullYear() === now.getFullYear() ? "weekday" : "weekdayOfYear", date);
}

/** The time today, else the day: what fits into a list. */
export function shortTime(time: string, now: Date = new Date()): string {
  const date = new Date(time);
  return inStyle(midnight(date) === midnight(now) ? "clock" : "day", date);
}

const numberFormats = onceEach((code) => new Intl.NumberFormat(code, { maximumFractionDigits: 1 }));

/** "1.5". */
export function number(value: number): string {
  return numberFormats(language.value).format(value);
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** "3.2 GB". */
export function bytes(count: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), UNITS.length - 1);
  const style = { style: "unit", unit: UNITS[step]!, maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language.value, style).format(count / 1_000 ** step);
}

const listFormats = onceEach((code) => new Intl.ListFormat(code));

/** "Ada, Bob and Eve". */
export function listed(names: string[]): string {
  return listFormats(language.value).format(names);
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
