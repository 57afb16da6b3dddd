// SPDX-License-Identifier: Apache-2.0
import type { Id } from "./homeroom.js";

/** A start that is not repeated is over. */
const OVER_MS = 6_000;
/** How often a start is repeated while somebody goes on; the server forwards one per second. */
const REPEAT_MS = 3_000;

/** Who of the others writes where. */
export class OthersTyping {
  readonly #changed: (conversationId: Id) => void;
  readonly #timers = new Map<Id, Map<Id, ReturnType<typeof setTimeout>>>();

  constructor(changed: (conversationId: Id) => void) {
    this.#changed = changed;
  }

  in(conversationId: Id): Id[] {
    return [...(this.#timers.get(conversationId)?.keys() ?? [])];
  }

  start(conversationId: Id, userId: Id): void {
    const writers = this.#timers.get(conversationId) ?? new Map();
    this.#timers.set(conversationId, writers);
    clearTimeout(writers.get(userId));
    const isNew = !writers.has(userId);
    writers.set(userId, setTimeout(() => this.stop(conversationId, userId), OVER_MS));
    if (isNew) {
      this.#changed(conversationId);
    }
  }

  stop(conversationId: Id, userId: Id): void {
    const writers = this.#timers.get(conversationId);
    clearTimeout(writers?.get(userId));
    if (writers?.delete(userId)) {
      this.#changed(conversationId);
    }
  }

  clear(): void {
    for (const [conversationId, writers] of this.#timers) {
      [...writers.keys()].forEach((userId) => this.stop(conversationId, userId));
    }
  }
}

/** Tells the others that this user writes, no more often than needed. */
export class OwnTyping {
  readonly #tell: (event: "typing:start" | "typing:stop", conversationId: Id) => void;
  readonly #since = new Map<Id, number>();

  constructor(tell: (event: "typing:start" | "typing:stop", conversationId: Id) => void) {
    this.#tell = tell;
  }

  /** To be called with every key. */
  writes(conversationId: Id, now: number): void {
    const last = this.#since.get(conversationId);
    if (last === undefined || now - last >= REPEAT_MS) {
      this.#since.set(conversationId, now);
      this.#tell("typing:start", conversationId);
    }
  }

  /** @param tells whether the others are to be told; a message that was sent says it by itself */
  stops(conversationId: Id, tells: boolean): void {
    if (this.#since.delete(conversationId) && tells) {
      this.#tell("typing:stop", conversationId);
    }
  }
}
