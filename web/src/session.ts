// SPDX-License-Identifier: Apache-2.0
import { type Signal, signal } from "@preact/signals";
import {
  type ChangedUser,
  type ConnectionState,
  type ConversationCopy,
  HomeroomClient,
  HomeroomError,
  type Id,
  type ServiceError,
  type SessionEnded,
  type SignIn,
  type User,
} from "@homeroom/client";
import { base } from "./base";
import { keep, kept, outboxOf, settle, wipe } from "./device";
import { People } from "./people";
import { backFromProvider } from "./provider";
import { route, routeOf } from "./route";

/** Who is signed in; null if nobody is. */
export const session = signal<Session | null>(null);
/** Why the last session ended by itself. */
export const endedBecause = signal<SessionEnded["reason"] | "password" | null>(null);
/** Why a sign-in with an identity provider came to nothing. */
export const refusedBack = signal<HomeroomError | null>(null);
/** The identity provider that the last session came from, where somebody may still be signed in. */
export const leftProvider = signal<string | null>(null);
/** Whether whoever signed in by a code is to choose a password. */
export const wantsPassword = signal(false);

const TOKEN = "token";
const USER = "user";
const PROVIDER = "provider";
/** WebSocket at once, which saves a slow line some rounds; long polling where a proxy does not let it through. */
const TRANSPORTS = { transports: ["websocket", "polling"], tryAllTransports: true };
/** Tells the other tabs of one user what they should agree on. */
const tabs = new BroadcastChannel("homeroom");
type TabWord =
  | { userId: Id; signOut: true }
  /** Whether the user is setting a password of their own, which ends all of their sessions. */
  | { userId: Id; setsPassword: boolean }
  | { userId: Id; place: string; draft: string };

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
    this.client = new HomeroomClient({ url: base, outbox: outboxOf(user._id), socket: TRANSPORTS });
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

/** Whether this user's sessions are about to end by their own new password. */
let setsPassword = false;

/** Told of a draft that another tab of the same user changed. */
export const draftElsewhere = signal<{ place: string; draft: string } | null>(null);

tabs.addEventListener("message", ({ data }: MessageEvent<TabWord>) => {
  const current = session.peek();
  if (current?.user._id !== data.userId) {
    return;
  }
  if ("signOut" in data) {
    void signOut(false);
  } else if ("setsPassword" in data) {
    setsPassword = data.setsPassword;
  } else {
    keep(`draft.${data.userId}.${data.place}`, data.draft || null);
    draftElsewhere.value = data;
  }
});

/**
 * Signs in; throws a HomeroomError.
 *
 * @param provider the name of the identity provider that it was done with, if there was one
 */
export async function signIn(data: SignIn, mine: boolean, provider = ""): Promise<void> {
  const answer = await HomeroomClient.authenticate(base, data);
  if (await settle(answer.user._id, mine)) {
    location.replace("#/");
  }
  keep(TOKEN, answer.accessToken);
  keep(USER, JSON.stringify(answer.user));
  keep(PROVIDER, provider || null);
  wantsPassword.value = answer.authentication.strategy === "code";
  await enter(answer.user, answer.accessToken);
}

/** Goes on with what an identity provider sent back, or with the session that was kept, if there is one. */
export async function resume(): Promise<void> {
  const back = backFromProvider();
  route.value = routeOf(location.hash);
  if (back?.data) {
    try {
      await signIn(back.data, back.mine, back.name);
      return;
    } catch (thrown) {
      refusedBack.value = HomeroomError.of(thrown);
    }
  } else if (back) {
    refusedBack.value = back.error;
  }
  const token = kept(TOKEN);
  const user = keptUser();
  if (token && user) {
    await enter(user, token);
  }
}

async function enter(user: User, token: string): Promise<void> {
  setsPassword = false;
  endedBecause.value = null;
  refusedBack.value = null;
  leftProvider.value = null;
  const entered = new Session(user);
  // The line is being made while the page is drawn.
  await entered.client.resume(token);
  session.value = entered;
}

/**
 * Sets the user's own password, which ends all of their sessions. If it is refused the session goes on, and a
 * HomeroomError is thrown.
 */
export async function setPassword(current: Session, data: ChangedUser): Promise<void> {
  const { client, user } = current;
  const token = client.token!;
  // Else it could hear that it is over before it hears that the password is set.
  client.close();
  const tellTabs = (now: boolean) =>
    tabs.postMessage({ userId: user._id, setsPassword: now } satisfies TabWord);
  tellTabs(true);
  try {
    const answer = await fetch(new URL(`users/${encodeURIComponent(user._id)}`, base), {
      method: "PATCH",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(data),
    });
    if (!answer.ok) {
      throw new HomeroomError((await answer.json()) as ServiceError);
    }
  } catch (thrown) {
    tellTabs(false);
    await client.resume(token);
    throw HomeroomError.of(thrown);
  }
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
  leftProvider.value = kept(PROVIDER);
  const ended = current.client.signOut();
  await wipe();
  location.hash = "";
  await ended;
}

/**
 * The server ended the session. If it only ran out, or by the user's own new password, what was not
 * sent waits for the same person; when another one signs in it is wiped.
 */
export async function leave(because: SessionEnded["reason"] | "password"): Promise<void> {
  const current = session.peek();
  const reason = because === "ended" && setsPassword ? "password" : because;
  setsPassword = false;
  session.value = null;
  current?.client.close();
  if (reason === "expired" || reason === "password") {
    keep(TOKEN, null);
  } else {
    await wipe();
  }
  endedBecause.value = reason;
}

/** Whose things are kept here, though nobody is signed in. */
export function keptUser(): User | null {
  const user = kept(USER);
  return user === null ? null : (JSON.parse(user) as User);
}
