// SPDX-License-Identifier: Apache-2.0
import { effect, signal } from "@preact/signals";
import { keep, kept } from "./device";
import { preferredLanguage, useLanguage } from "./language";

export type Theme = "system" | "light" | "dark" | "contrast";

/** What a person chose about the page. */
export interface Preferences {
  language: string;
  theme: Theme;
  /** 1 to 4. */
  text: number;
  /** Whether single letters are shortcuts. */
  keys: boolean;
}

const NAME = "preferences";

function read(): Preferences {
  const usual = { language: preferredLanguage(), theme: "system" as const, text: 1, keys: true };
  try {
    return { ...usual, ...(JSON.parse(kept(NAME) ?? "{}") as Partial<Preferences>) };
  } catch {
    return usual;
  }
}

export const preferences = signal<Preferences>(read());

export function prefer(changes: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...changes };
  keep(NAME, JSON.stringify(preferences.value));
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const contrast = matchMedia("(prefers-contrast: more)");
const systemTheme = signal(ofSystem());

function ofSystem(): "light" | "dark" | "contrast" {
  return contrast.matches ? "contrast" : dark.matches ? "dark" : "light";
}

/** Shows the page as chosen from now on. */
export async function applyPreferences(): Promise<void> {
  for (const query of [dark, contrast]) {
    query.addEventListener("change", () => (systemTheme.value = ofSystem()));
  }
  effect(() => {
    const { theme, text } = preferences.value;
    const root = document.documentElement;
    root.dataset["theme"] = theme === "system" ? systemTheme.value : theme;
    root.dataset["text"] = String(text);
  });
  await useLanguage(preferences.value.language);
  effect(() => void useLanguage(preferences.value.language));
}
