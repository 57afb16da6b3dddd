// SPDX-License-Identifier: Apache-2.0
import { computed, signal } from "@preact/signals";
import { type IDBPDatabase, openDB } from "idb";
import type { KeptUnsent, OutboxStore } from "@homeroom/client";

/**
 * What stays on this device. A shared computer is the rule: everything is in `sessionStorage`, which
 * ends with the tab, unless the person said that the device is theirs. A tab whose person did not is
 * shared, whatever another tab's person said.
 */
const PREFIX = "homeroom.";
const MINE = `${PREFIX}mine`;
const SHARED = `${PREFIX}shared`;
/** Whose all of it is. */
const OWNER = `${PREFIX}owner`;

/** What the browser had no room for, by its name. */
const lost = signal<ReadonlySet<string>>(new Set());
/** Whether something of what is written is not kept, and ends with the tab. */
export const isFull = computed(() => lost.value.size > 0);

function setLost(name: string, isLost: boolean): void {
  if (lost.peek().has(name) !== isLost) {
    const now = new Set(lost.peek());
    lost.value = isLost ? now.add(name) : (now.delete(name), now);
  }
}

function put(storage: Storage, name: string, value: string | null): void {
  let isLost = false;
  try {
    if (value === null) {
      storage.removeItem(name);
    } else {
      storage.setItem(name, value);
    }
  } catch {
    isLost = true;
  }
  setLost(name, isLost);
}

/** Where this tab keeps things. */
function place(): Storage {
  return isMine() ? localStorage : sessionStorage;
}

export function isMine(): boolean {
  return sessionStorage.getItem(SHARED) === null && localStorage.getItem(MINE) !== null;
}

/**
 * Chooses where this user's things are kept from now on. What they left there themselves comes along,
 * what another one left is wiped.
 *
 * @returns whether there was something of another user
 */
export async function settle(userId: string, mine: boolean): Promise<boolean> {
  const wasStrangers = [null, userId].includes(place().getItem(OWNER)) === false;
  if (wasStrangers) {
    await wipe();
  }
  const from = place();
  const unsent = isMine() === mine ? [] : await outboxOf(userId).load();
  const names = from.getItem(OWNER) === userId ? namesIn(from) : [];
  const kept = names.map((name) => [name, from.getItem(name)!] as const);
  if (mine) {
    sessionStorage.removeItem(SHARED);
    if (![null, userId].includes(localStorage.getItem(OWNER))) {
      await wipeIn([localStorage]);
    }
    localStorage.setItem(MINE, "yes");
  } else {
    sessionStorage.setItem(SHARED, "yes");
  }
  if (from !== place()) {
    await wipeIn([from], [SHARED]);
    kept.forEach(([name, value]) => name !== MINE && name !== SHARED && put(place(), name, value));
    for (const message of unsent) {
      await outboxOf(userId).put(message);
    }
  }
  place().setItem(OWNER, userId);
  return wasStrangers;
}

export function keep(name: string, value: string | null): void {
  put(place(), PREFIX + name, value);
}

export function kept(name: string): string | null {
  return place().getItem(PREFIX + name);
}

/** Forgets all that this tab keeps, and whose device it is if it was this person's. */
export async function wipe(): Promise<void> {
  await wipeIn(isMine() ? [sessionStorage, localStorage] : [sessionStorage]);
}

async function wipeIn(storages: Storage[], without: string[] = []): Promise<void> {
  for (const storage of storages) {
    namesIn(storage)
      .filter((name) => !without.includes(name))
      .forEach((name) => storage.removeItem(name));
  }
  lost.value = new Set();
  if (storages.includes(localStorage)) {
    indexedDB.deleteDatabase(DATABASE);
  }
}

function namesIn(storage: Storage): string[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index)!);
  return names.filter((name) => name.startsWith(PREFIX));
}

const DATABASE = "homeroom";
const UNSENT = "unsent";

/** Unsent messages of one user, kept over reloads of the tab, or longer on one's own device. */
export function outboxOf(userId: string): OutboxStore {
  return isMine() ? new DatabaseOutbox(userId) : new TabOutbox(userId);
}

class DatabaseOutbox implements OutboxStore {
  readonly #userId: string;
  #database: Promise<IDBPDatabase> | undefined;

  constructor(userId: string) {
    this.#userId = userId;
  }

  async load(): Promise<KeptUnsent[]> {
    const all = (await (await this.#open()).getAll(UNSENT)) as (KeptUnsent & { userId: string })[];
    return all
      .filter(({ userId }) => userId === this.#userId)
      .map(({ userId: _, ...unsent }) => unsent)
      .sort((a, b) => a.at - b.at);
  }

  async put(unsent: KeptUnsent): Promise<void> {
    try {
      await (await this.#open()).put(UNSENT, { ...unsent, userId: this.#userId });
      setLost(unsent.clientId, false);
    } catch {
      setLost(unsent.clientId, true);
    }
  }

  async delete(clientId: string): Promise<void> {
    setLost(clientId, false);
    await (await this.#open()).delete(UNSENT, clientId);
  }

  #open(): Promise<IDBPDatabase> {
    return (this.#database ??= openDB(DATABASE, 1, {
      upgrade: (database) => void database.createObjectStore(UNSENT, { keyPath: "clientId" }),
      // Another tab wipes it; what is written here afterwards begins a new one.
      blocking: (_current, _blocked, event) => {
        this.#database = undefined;
        (event.target as IDBDatabase).close();
      },
    }));
  }
}

class TabOutbox implements OutboxStore {
  readonly #name: string;

  constructor(userId: string) {
    this.#name = `${PREFIX}unsent.${userId}`;
  }

  async load(): Promise<KeptUnsent[]> {
    return this.#read();
  }

  async put(unsent: KeptUnsent): Promise<void> {
    const before = this.#read();
    const at = before.findIndex(({ clientId }) => clientId === unsent.clientId);
    this.#write(at < 0 ? [...before, unsent] : before.with(at, unsent));
  }

  async delete(clientId: string): Promise<void> {
    this.#write(this.#read().filter((unsent) => unsent.clientId !== clientId));
  }

  #read(): KeptUnsent[] {
    return JSON.parse(sessionStorage.getItem(this.#name) ?? "[]") as KeptUnsent[];
  }

  #write(unsent: KeptUnsent[]): void {
    put(sessionStorage, this.#name, unsent.length > 0 ? JSON.stringify(unsent) : null);
  }
}
