// SPDX-License-Identifier: Apache-2.0
import { signal } from "@preact/signals";
import { HomeroomError, type Id } from "@homeroom/client";
import { sentence, t } from "./language";
import type { Session } from "./session";

/** So many questions are under way at once. */
const AT_ONCE = 4;

/**
 * Whom the user may write to, or make a group with, asked of the server for each person once:
 * whatever is not known yet counts as allowed, since sending is refused all the same.
 */
export class Reach {
  readonly #session: Session;
  readonly #action: "direct" | "group";
  readonly #known = new Map<Id, string | null>();
  readonly #version = signal(0);
  #waiting: Id[] = [];
  #running = 0;

  constructor(session: Session, action: "direct" | "group") {
    this.#session = session;
    this.#action = action;
  }

  /** Why the user cannot, as a sentence; null if they can, or it is not known yet. */
  refusal(id: Id): string | null {
    void this.#version.value;
    if (!this.#known.has(id)) {
      this.#known.set(id, null);
      this.#waiting.push(id);
      this.#run();
    }
    return this.#known.get(id) ?? null;
  }

  #run(): void {
    while (this.#running < AT_ONCE && this.#waiting.length > 0) {
      const id = this.#waiting.shift()!;
      this.#running++;
      void this.#ask(id).finally(() => {
        this.#running--;
        this.#run();
      });
    }
  }

  async #ask(id: Id): Promise<void> {
    const { client, user } = this.#session;
    try {
      const query = { from: user._id, to: id, action: this.#action, $limit: 1 };
      const [answer] = (await client.service("policy-explanations").find({ query })).data;
      if (answer && !answer.allowed) {
        const { code, explanation } = answer;
        this.#know(id, sentence(new HomeroomError({ name: "", message: explanation, code: 403, data: { code } })));
      }
    } catch (thrown) {
      const refused = HomeroomError.of(thrown);
      if (refused.status === 404) {
        this.#know(id, t("error.user-not-found"));
      }
    }
  }

  #know(id: Id, why: string): void {
    this.#known.set(id, why);
    this.#version.value++;
  }
}
