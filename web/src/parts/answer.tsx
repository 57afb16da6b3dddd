// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { HomeroomError } from "@homeroom/client";
import { sentence } from "../language";

/** What a call answered: nothing yet, something, or why not. */
export interface Answered<Result> {
  result: Result | null;
  error: HomeroomError | null;
  /** Asks again. */
  again: () => void;
}

/** Asks when first shown, and whenever what it depends on is another. */
export function useAnswer<Result>(ask: () => Promise<Result>, on: unknown[]): Answered<Result> {
  const [state, setState] = useState<Omit<Answered<Result>, "again">>({ result: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    ask().then(
      (result) => isCurrent && setState({ result, error: null }),
      (thrown) => isCurrent && setState((before) => ({ ...before, error: HomeroomError.of(thrown) })),
    );
    return () => {
      isCurrent = false;
    };
  }, [...on, round]);
  return { ...state, again: () => setRound((before) => before + 1) };
}

export function ErrorText({ error }: { error: HomeroomError | null }) {
  return error && (
    <p class="error" role="alert">
      {sentence(error)}
    </p>
  );
}
