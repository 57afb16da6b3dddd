// SPDX-License-Identifier: Apache-2.0
import { type Signal, signal } from "@preact/signals";
import type { HomeroomClient, Id, UpdatedUser, User } from "@homeroom/client";

/** What is shown of a person. */
export type Person = Pick<User, "_id" | "name" | "role" | "active">;

const AT_ONCE = 100;
/** Ids of our own, which may be those of people. */
const ID = /^[A-Za-z0-9._~:@-]{1,64}$/;

/** Names and roles, asked for once, many at a time. */
export class People {
  readonly #client: HomeroomClient;
  readonly #known = new Map<Id, Signal<Person | null>>();
  #wanted: Id[] = [];

  constructor(client: HomeroomClient, me: User) {
    this.#client = client;
    this.add(me);
    client.on("state", (state) => state === "ready" && this.#askAgain());
  }

  /** A person, read so that the view follows; null until the answer is there. */
  of(id: Id): Person | null {
    let known = this.#known.get(id);
    if (!known) {
      this.#known.set(id, (known = signal(null)));
      this.#want(id);
    }
    return known.value;
  }

  /** The name, or nothing yet. */
  name(id: Id): string {
    return this.of(id)?.name ?? "";
  }

  /** Who did something: the name, or the id; what is no id, such as "(roster file)", stands for itself. */
  who(id: string): string {
    return ID.test(id) ? this.name(id) || id : id;
  }

  /** Takes people that came with another answer. */
  add(...people: Person[]): void {
    for (const person of people) {
      const known = this.#known.get(person._id);
      if (known) {
        known.value = person;
      } else {
        this.#known.set(person._id, signal<Person | null>(person));
      }
    }
  }

  update({ _id, name, role }: UpdatedUser): void {
    const known = this.#known.get(_id);
    if (known) {
      known.value = { active: true, ...known.value, _id, name, role };
    }
  }

  #want(id: Id): void {
    if (this.#wanted.push(id) === 1) {
      queueMicrotask(() => void this.#ask());
    }
  }

  #askAgain(): void {
    this.#known.forEach((known, id) => known.peek() === null && this.#want(id));
  }

  async #ask(): Promise<void> {
    const wanted = this.#wanted;
    this.#wanted = [];
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      await this.#askFor(wanted.slice(at, at + AT_ONCE));
    }
  }

  async #askFor(ids: Id[]): Promise<void> {
    try {
      const users = this.#client.service("users");
      const page = await users.find({ query: { _id: { $in: ids }, $limit: AT_ONCE } });
      this.add(...page.data);
      // Who left the school or the class is answered by id alone.
      for (const id of ids.filter((each) => !page.data.some(({ _id }) => _id === each))) {
        await users.get(id).then(
          (user) => this.add(user),
          () => {},
        );
      }
    } catch {
      // Asked again once there is a connection.
    }
  }
}
