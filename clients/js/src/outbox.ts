// SPDX-License-Identifier: Apache-2.0
import { HomeroomError } from "./errors.js";
import type { Id, Message, Send, Sent, ServiceError } from "./homeroom.js";

/** Where a message goes: a conversation, or a person, to whom one is made if there is none. */
export type Target = { conversationId: Id } | { to: Id };

/** A message that is not known to be stored. */
export interface Unsent {
  readonly clientId: string;
  readonly target: Target;
  readonly text: string;
  readonly replyTo: Id | null;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  /** Why the server refused it; null while it waits. It stays until it is retried or discarded. */
  readonly refused: HomeroomError | null;
}

/** An unsent message as it is kept: data alone. */
export type KeptUnsent = Omit<Unsent, "refused"> & { readonly refused: ServiceError | null };

/** Keeps what is unsent, for instance over a reload of a page. */
export interface OutboxStore {
  /** Everything that was put and not deleted, in the order in which it was put first. */
  load(): Promise<KeptUnsent[]>;
  /** Keeps one, in the place of one with the same `clientId`. */
  put(unsent: KeptUnsent): Promise<void>;
  delete(clientId: string): Promise<void>;
}

/** One place's messages leave one after another, in the order in which they were written. */
export function placeOf(target: Target): string {
  return "to" in target ? `to:${target.to}` : target.conversationId;
}

/** 128 random bits; `crypto.randomUUID` is missing where a page came without TLS. */
function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Messages that may wait, those that were refused counted. */
export const MAX_UNSENT = 1_000;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** How often a message is sent to a server that has a fault. */
const MAX_FAULTS = 5;

/**
 * The queue of unsent messages. Each goes out with its own `clientId` until the server answers, so
 * that it is stored once however often it is sent. Without an answer, and while the server is busy
 * or away, that is as often as it takes, after growing pauses; of faults it takes a few. Places do
 * not wait for each other.
 */
export class Outbox {
  readonly #send: (payload: Send) => Promise<Sent>;
  readonly #sent: (unsent: Unsent, message: Message) => void;
  readonly #changed: (place: string) => void;
  readonly #store: OutboxStore | undefined;
  readonly #places = new Map<string, Unsent[]>();
  readonly #running = new Set<string>();
  readonly #wakes = new Set<() => void>();
  readonly #faults = new Map<string, number>();
  #open = false;

  /**
   * @param send calls the server; throws {@link HomeroomError}
   * @param sent is told of each message that is stored, before it leaves the queue
   * @param changed is told of each place whose queue is another now
   */
  constructor(
    send: (payload: Send) => Promise<Sent>,
    sent: (unsent: Unsent, message: Message) => void,
    changed: (place: string) => void,
    store?: OutboxStore,
  ) {
    this.#send = send;
    this.#sent = sent;
    this.#changed = changed;
    this.#store = store;
  }

  /** What waits for a place, the oldest first. */
  at(place: string): readonly Unsent[] {
    return this.#places.get(place) ?? [];
  }

  /** Everything that waits. */
  all(): Unsent[] {
    return [...this.#places.values()].flat();
  }

  /** Takes what an earlier session left; nothing if the store cannot be read. */
  async load(): Promise<void> {
    for (const kept of (await this.#store?.load().catch(() => [])) ?? []) {
      if (!this.all().some((known) => known.clientId === kept.clientId)) {
        this.#append({ ...kept, refused: kept.refused && new HomeroomError(kept.refused) });
      }
    }
    this.#runAll();
  }

  /** Throws {@link HomeroomError} if {@link MAX_UNSENT} messages wait. */
  add(target: Target, text: string, replyTo: Id | null): Unsent {
    if (this.all().length >= MAX_UNSENT) {
      throw HomeroomError.outboxFull();
    }
    const clientId = newClientId();
    const unsent = { clientId, target, text, replyTo, at: Date.now(), refused: null };
    this.#keep(unsent);
    this.#append(unsent);
    void this.#run(placeOf(target));
    return unsent;
  }

  /** Sends again what was refused, with the same `clientId`, in its old place of the queue. */
  retry(clientId: string): void {
    const unsent = this.all().find((each) => each.clientId === clientId);
    if (unsent?.refused) {
      this.#replace({ ...unsent, refused: null });
      void this.#run(placeOf(unsent.target));
    }
  }

  /** Gives up a message. If it was on its way it may be stored all the same. */
  discard(clientId: string): void {
    const unsent = this.all().find((each) => each.clientId === clientId);
    if (unsent) {
      this.#remove(unsent);
    }
  }

  /** Whether there is a connection to send on. */
  set open(open: boolean) {
    this.#open = open;
    this.#wakes.forEach((wake) => wake());
    this.#runAll();
  }

  /** Forgets everything, also what is stored. */
  clear(): void {
    this.all().forEach((unsent) => this.#remove(unsent));
  }

  #runAll(): void {
    for (const place of this.#places.keys()) {
      void this.#run(place);
    }
  }

  async #run(place: string): Promise<void> {
    if (this.#running.has(place)) {
      return;
    }
    this.#running.add(place);
    let failures = 0;
    try {
      for (let next = this.#next(place); next; next = this.#next(place)) {
        const failed = await this.#attempt(next);
        failures = failed ? failures + 1 : 0;
        if (failed && this.#open) {
          const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
          await this.#rest(Math.max(pause, failed.retryAfterMs ?? 0));
        }
      }
    } finally {
      this.#running.delete(place);
    }
  }

  #next(place: string): Unsent | undefined {
    return this.#open ? this.at(place).find((unsent) => !unsent.refused) : undefined;
  }

  /** Sends one message; answers why, if it is to be sent again. */
  async #attempt(unsent: Unsent): Promise<HomeroomError | null> {
    const { clientId, target, text, replyTo } = unsent;
    try {
      const { message } = await this.#send({ ...target, clientId, text, replyTo });
      this.#sent(unsent, message);
      this.#remove(unsent);
      return null;
    } catch (thrown) {
      const error = HomeroomError.of(thrown);
      const faults = (this.#faults.get(clientId) ?? 0) + Number(error.isFault);
      if (error.passes && faults < MAX_FAULTS) {
        this.#faults.set(clientId, faults);
        return error;
      }
      this.#faults.delete(clientId);
      this.#replace({ ...unsent, refused: error });
      return null;
    }
  }

  /** Waits, but not beyond the next time that a connection opens. */
  async #rest(millis: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakes.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, millis);
      this.#wakes.add(wake);
    });
  }

  #keep(unsent: Unsent): void {
    const refused = unsent.refused?.toJSON() ?? null;
    void this.#store?.put({ ...unsent, refused }).catch(() => {});
  }

  #append(unsent: Unsent): void {
    const place = placeOf(unsent.target);
    this.#places.set(place, [...this.at(place), unsent]);
    this.#changed(place);
  }

  /** Puts it in the place of what it was; nothing if that was discarded meanwhile. */
  #replace(unsent: Unsent): void {
    const place = placeOf(unsent.target);
    if (this.at(place).some((each) => each.clientId === unsent.clientId)) {
      this.#keep(unsent);
      this.#places.set(
        place,
        this.at(place).map((each) => (each.clientId === unsent.clientId ? unsent : each)),
      );
      this.#changed(place);
    }
  }

  #remove(unsent: Unsent): void {
    const place = placeOf(unsent.target);
    const left = this.at(place).filter((each) => each.clientId !== unsent.clientId);
    if (left.length > 0) {
      this.#places.set(place, left);
    } else {
      this.#places.delete(place);
    }
    this.#faults.delete(unsent.clientId);
    void this.#store?.delete(unsent.clientId).catch(() => {});
    this.#changed(place);
  }
}
