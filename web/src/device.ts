// SPDX-License-Identifier: Apache-2.0
import { type IDBPDatabase, openDB } from "idb";
import type { OutboxStore, Unsent } from "@homeroom/client";

/**
 * What stays on this device. A shared computer is the rule: everything is in `sessionStorage`, which
 * ends with the tab, unless the person said that the device is theirs.
 */
const MINE = "homeroom.mine";
const PREFIX = "homeroom.";

export function isMine(): boolean {
  return localStorage.getItem(MINE) !== null;
}

export function setMine(mine: boolean): void {
  if (mine) {
    localStorage.setItem(MINE, "yes");
  } else {
    localStorage.removeItem(MINE);
  }
}

export function keep(name: string, value: string | null): void {
  // Whose device it is may have been said after it was kept: one place has it, never both.
  sessionStorage.removeItem(PREFIX + name);
  localStorage.removeItem(PREFIX + name);
  if (value !== null) {
    (isMine() ? localStorage : sessionStorage).setItem(PREFIX + name, value);
  }
}

export function kept(name: string): string | null {
  return sessionStorage.getItem(PREFIX + name) ?? localStorage.getItem(PREFIX + name);
}

/** Forgets all that belongs to a person, and whose device it is. */
export async function wipe(): Promise<void> {
  for (const storage of [sessionStorage, localStorage]) {
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index)!);
    names.filter((name) => name.startsWith(PREFIX)).forEach((name) => storage.removeItem(name));
  }
  indexedDB.deleteDatabase(DATABASE);
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

  async load(): Promise<Unsent[]> {
    const all = (await (await this.#open()).getAll(UNSENT)) as (Unsent & { userId: string })[];
    return all
      .filter(({ userId }) => userId === this.#userId)
      .map(({ userId: _, ...unsent }) => unsent)
      .sort((a, b) => a.at - b.at);
  }

  async put(unsent: Unsent): Promise<void> {
    await (await this.#open()).put(UNSENT, { ...unsent, userId: this.#userId });
  }

  async delete(clientId: string): Promise<void> {
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

  async load(): Promise<Unsent[]> {
    return this.#read();
  }

  async put(unsent: Unsent): Promise<void> {
    this.#write([...this.#read(), unsent]);
  }

  async delete(clientId: string): Promise<void> {
    this.#write(this.#read().filter((unsent) => unsent.clientId !== clientId));
  }

  #read(): Unsent[] {
    return JSON.parse(sessionStorage.getItem(this.#name) ?? "[]") as Unsent[];
  }

  #write(unsent: Unsent[]): void {
    if (unsent.length > 0) {
      sessionStorage.setItem(this.#name, JSON.stringify(unsent));
    } else {
      sessionStorage.removeItem(this.#name);
    }
  }
}
