// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { HomeroomError } from "@homeroom/client";
import { sentence } from "../language";
import { session } from "../session";
import { tell } from "./live";

/** What a call answered: nothing yet, something, or why not. */
export interface Answered<Result> {
  result: Result | null;
  error: HomeroomError | null;
  /** Asks again. */
  again: () => void;
}

/** Asks when first shown, whenever what it depends on is another, and again after a break of the connection. */
export function useAnswer<Result>(ask: () => Promise<Result>, on: unknown[]): Answered<Result> {
  const [state, setState] = useState<Omit<Answered<Result>, "again">>({ result: null, error: null });
  const [round, setRound] = useState(0);
  const connection = session.value?.state.value;
  const isLive = connection === "ready" || connection === "syncing";
  useEffect(() => {
    if (!isLive) {
      return;
    }
    let isCurrent = true;
    ask().then(
      (result) => isCurrent && setState({ result, error: null }),
      (thrown) => isCurrent && setState((before) => ({ ...before, error: HomeroomError.of(thrown) })),
    );
    return () => {
      isCurrent = false;
    };
  }, [...on, round, isLive]);
  // Without a connection the page says so by itself.
  const error = isLive || state.error?.status !== 0 ? state.error : null;
  return { ...state, error, again: () => setRound((before) => before + 1) };
}

/** Says why a call failed. */
export function tellFailure(thrown: unknown): void {
  tell(sentence(HomeroomError.of(thrown)));
}

export function ErrorText({ error }: { error: HomeroomError | null }) {
  return error && (
    <p class="error" role="alert">
      {sentence(error)}
    </p>
  );
}
