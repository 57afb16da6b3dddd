// SPDX-License-Identifier: Apache-2.0

/** Who is told of which event. A listener that throws holds up no other. */
export class Listeners<Events extends { [Name in keyof Events]: unknown }> {
  readonly #byName = new Map<keyof Events, Set<(payload: never) => void>>();

  /** Adds a listener; the answer removes it. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    let listeners = this.#byName.get(name);
    if (!listeners) {
      this.#byName.set(name, (listeners = new Set()));
    }
    const added = listeners;
    added.add(listener);
    return () => void added.delete(listener);
  }

  tell<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of [...(this.#byName.get(name) ?? [])]) {
      try {
        (listener as (payload: Events[Name]) => void)(payload);
      } catch (fault) {
        queueMicrotask(() => {
          throw fault;
        });
      }
    }
  }
}
