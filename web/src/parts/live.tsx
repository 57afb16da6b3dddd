// SPDX-License-Identifier: Apache-2.0
import { signal } from "@preact/signals";

/** What screen readers are told, at most once in this time; what comes in between is counted in. */
const EVERY_MS = 1_500;

const said = signal("");
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something politely. */
export function announce(text: string): void {
  waiting.push(text);
  timer ??= setTimeout(() => {
    timer = undefined;
    said.value = waiting.slice(-3).join(" ");
    waiting = [];
  }, EVERY_MS);
}

/** What was said, or is to be said, is of nobody's concern any more. */
export function silence(): void {
  clearTimeout(timer);
  clearTimeout(noteTimer);
  timer = undefined;
  waiting = [];
  said.value = "";
  note.value = null;
}

/** The one live region of the page. */
export function LiveRegion() {
  return (
    <div class="hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}

/** A note that disappears by itself, for what was done or could not be done. */
const note = signal<string | null>(null);
let noteTimer: ReturnType<typeof setTimeout> | undefined;
const NOTE_MS = 6_000;

export function tell(text: string): void {
  note.value = text;
  announce(text);
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => (note.value = null), NOTE_MS);
}

export function Note() {
  return note.value === null ? null : <div class="note">{note}</div>;
}
