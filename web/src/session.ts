// SPDX-License-Identifier: Apache-2.0
import { type Signal, signal } from "@preact/signals";
import {
  type ConnectionState,
  type ConversationCopy,
  HomeroomClient,
  type Id,
  type SessionEnded,
  type SignIn,
  type User,
} from "@homeroom/client";
import { keep, kept, outboxOf, setMine, wipe } from "./device";
import { People } from "./people";

/** Where the server is: beside this page, in whatever folder a proxy gave it. */
export const base = new URL(".", document.baseURI).href.split("#")[0]!;

/** Who is signed in; null if nobody is. */
export const session = signal<Session | null>(null);
/** Why the last session ended by itself. */
export const endedBecause = signal<SessionEnded["reason"] | "password" | null>(null);

const TOKEN = "token";
const USER = "user";
/** Tells the other tabs of one user what they should agree on. */
const tabs = new BroadcastChannel("homeroom");
type TabWord = { userId: Id; signOut: true } | { userId: Id; place: string; draft: string };

/** A signed-in user's client, as signals that a view can read. */
export class Session {
  readonly client: HomeroomClient;
  readonly user: User;
  readonly people: People;
  readonly state = signal<ConnectionState>("connecting");
  /** Grows when conversations come, go or change: to be read by what shows them all. */
  readonly list = signal(0);
  /** Grows when somebody comes online or goes. */
  readonly presence = signal(0);
  /** Whether the first sync is done, so that an empty list means that there is nothing. */
  readonly isFilled = signal(false);
  readonly #versions = new Map<string, Signal<number>>();

  constructor(user: User) {
    this.user = user;
    this.client = new HomeroomClient({ url: base, outbox: outboxOf(user._id) });
    this.people = new People(this.client, user);
    this.client.on("state", (state) => {
      this.state.value = state;
      this.isFilled.value ||= state === "ready";
    });
    this.client.on("conversations", () => this.list.value++);
    this.client.on("conversation", (id) => {
      this.version(id).value++;
      this.list.value++;
    });
    this.client.on("unsent", (place) => this.version(place).value++);
    this.client.on("typing", (id) => this.version(`typing ${id}`).value++);
    this.client.on("presence", () => this.presence.value++);
    this.client.on("user", (updated) => this.people.update(updated));
    this.client.on("ended", (reason) => void leave(reason));
  }

  /** Grows with each change of what has this name. */
  version(name: string): Signal<number> {
    let version = this.#versions.get(name);
    if (!version) {
      this.#versions.set(name, (version = signal(0)));
    }
    return version;
  }

  /** A conversation, read so that the view follows it. */
  conversation(id: Id): ConversationCopy | undefined {
    void this.version(id).value;
    return this.client.conversations.get(id);
  }

  /** Whether somebody whom the user may see is online. */
  isOnline(userId: Id): boolean {
    void this.presence.value;
    return this.client.online.has(userId);
  }

  get isStaff(): boolean {
    return this.user.role === "teacher" || this.user.role === "admin";
  }

  get isAdmin(): boolean {
    return this.user.role === "admin";
  }

  draft(place: string): string {
    return kept(`draft.${this.user._id}.${place}`) ?? "";
  }

  /** Keeps what is being written, and shows it in the other tabs. */
  setDraft(place: string, text: string): void {
    keep(`draft.${this.user._id}.${place}`, text || null);
    tabs.postMessage({ userId: this.user._id, place, draft: text } satisfies TabWord);
  }
}

/** Told of a draft that another tab of the same user changed. */
export const draftElsewhere = signal<{ place: string; draft: string } | null>(null);

tabs.addEventListener("message", ({ data }: MessageEvent<TabWord>) => {
  const current = session.peek();
  if (current?.user._id !== data.userId) {
    return;
  }
  if ("signOut" in data) {
    void signOut(false);
  } else {
    keep(`draft.${data.userId}.${data.place}`, data.draft || null);
    draftElsewhere.value = data;
  }
});

/** Signs in; throws a HomeroomError. */
export async function signIn(data: SignIn, mine: boolean): Promise<void> {
  const answer = await HomeroomClient.authenticate(base, data);
  const last = kept(USER);
  if (last && (JSON.parse(last) as User)._id !== answer.user._id) {
    await wipe();
    location.replace("#/");
  }
  setMine(mine);
  keep(TOKEN, answer.accessToken);
  keep(USER, JSON.stringify(answer.user));
  await enter(answer.user, answer.accessToken);
}

/** Goes on with the session that was kept, if there is one. */
export async function resume(): Promise<void> {
  const token = kept(TOKEN);
  const user = kept(USER);
  if (token && user) {
    await enter(JSON.parse(user) as User, token);
  }
}

async function enter(user: User, token: string): Promise<void> {
  endedBecause.value = null;
  const entered = new Session(user);
  session.value = entered;
  await entered.client.resume(token);
}

/** Ends the session here and on the server, and wipes what was kept. */
export async function signOut(tellTabs = true): Promise<void> {
  const current = session.peek();
  if (!current) {
    return;
  }
  if (tellTabs) {
    tabs.postMessage({ userId: current.user._id, signOut: true } satisfies TabWord);
  }
  session.value = null;
  const ended = current.client.signOut();
  await wipe();
  location.hash = "";
  await ended;
}

/**
 * The server ended the session. If it only ran out, what was not sent waits for the same person; when
 * another one signs in it is wiped.
 */
export async function leave(reason: SessionEnded["reason"] | "password"): Promise<void> {
  const current = session.peek();
  session.value = null;
  current?.client.close();
  if (reason === "expired") {
    keep(TOKEN, null);
  } else {
    await wipe();
  }
  endedBecause.value = reason;
}
