// SPDX-License-Identifier: Apache-2.0
import type { ManagerOptions, SocketOptions } from "socket.io-client";
import { signIn, signOut } from "./authentication.js";
import { type ChatSocket, Connection } from "./connection.js";
import { ConversationCopy } from "./conversation.js";
import { HomeroomError } from "./errors.js";
import type {
  Authentication,
  Changed,
  Connected,
  Conversation,
  Done,
  Id,
  Message,
  Receipts,
  Sent,
  Services,
  SessionEnded,
  SignIn,
  Sync,
  SyncEntry,
  UpdatedUser,
} from "./homeroom.js";
import { Listeners } from "./listeners.js";
import { Outbox, type OutboxStore, placeOf, type Target, type Unsent } from "./outbox.js";
import { OthersTyping, OwnTyping } from "./typing.js";

/** What the connection is like: `ready` when everything missed has come, too. */
export type ConnectionState = "closed" | "connecting" | "syncing" | "ready" | "offline";

/** What {@link HomeroomClient.on} tells. */
export interface ClientEvents {
  /** The state of the connection is another. */
  state: ConnectionState;
  /** A conversation changed: its messages, counts, members or title. */
  conversation: Id;
  /** A conversation came or went. */
  conversations: void;
  /** A new message of somebody else was pushed; what comes by sync is not told here. */
  message: Message;
  /** What waits to be sent changed at this place, see {@link placeOf}. */
  unsent: string;
  /** A message that waited is stored. */
  sent: { unsent: Unsent; message: Message };
  /** Somebody came online or went offline; after connecting, once for all. */
  presence: Id | null;
  /** Others began or ended writing in this conversation. */
  typing: Id;
  /** Somebody has another name or role. */
  user: UpdatedUser;
  /** The session is over; what was not sent stays in the queue. */
  ended: SessionEnded["reason"];
}

export interface ClientOptions {
  /** Where the server is, with the path that a proxy may have put before it. */
  url: string;
  /** A new access token, before the one in use is over or when it is refused; null for none. */
  renew?: () => Promise<string | null>;
  /** Keeps unsent messages beyond this object's life. */
  outbox?: OutboxStore;
  /** For `socket.io-client`; `auth` and `path` are this client's. */
  socket?: Partial<ManagerOptions & SocketOptions>;
}

const PAGE = 50;
/** Messages in one answer to a sync; its bytes are bounded by the server. */
const SYNC_LIMIT = 1_000;

/**
 * A session with a Homeroom server. It keeps a copy of the user's conversations without gaps, sends
 * what is to be sent once and in order, also over reconnects, and knows who is online and who
 * writes. It shows nothing: ask its fields, and listen with {@link on}.
 */
export class HomeroomClient {
  /** The user's conversations, by id. */
  readonly conversations = new Map<Id, ConversationCopy>();
  /** Who is online of those whom the user may see. */
  readonly online = new Set<Id>();
  /** Who this is; null before the first connection. */
  me: Pick<Connected, "userId" | "role" | "schoolId" | "classIds"> | null = null;

  readonly #options: ClientOptions;
  readonly #base: URL;
  readonly #listeners = new Listeners<ClientEvents>();
  readonly #outbox: Outbox;
  readonly #others = new OthersTyping((id) => this.#listeners.tell("typing", id));
  readonly #own = new OwnTyping((event, id) => this.#connection?.whisper(event, id));
  readonly #reads = new Map<Id, number>();
  #connection: Connection | null = null;
  #state: ConnectionState = "closed";
  #epoch: string | undefined;
  #syncing = false;
  #syncAgain = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#base = baseOf(options.url);
    this.#outbox = new Outbox(
      async (payload) => this.#live().ask<Sent>("message:send", payload),
      (unsent, message) => this.#stored(unsent, message),
      (place) => this.#listeners.tell("unsent", place),
      options.outbox,
    );
  }

  /** Listens; the answer ends it. */
  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (payload: ClientEvents[Name]) => void,
  ): () => void {
    return this.#listeners.on(name, listener);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Signs in over HTTP without connecting; {@link resume} takes the answer's token. */
  static authenticate(url: string, data: SignIn): Promise<Authentication> {
    return signIn(baseOf(url), data);
  }

  /** Signs in over HTTP and connects. */
  async signIn(data: SignIn): Promise<Authentication> {
    const session = await signIn(this.#base, data);
    await this.resume(session.accessToken);
    return session;
  }

  /** Connects with a token that an earlier sign-in gave. */
  async resume(token: string): Promise<void> {
    this.close();
    await this.#outbox.load();
    this.#enter("connecting");
    const connection = new Connection(
      this.#base,
      token,
      {
        offline: () => this.#offline(),
        ended: (reason) => this.#end(reason),
        settled: () => this.#settled(),
      },
      this.#options.renew,
      this.#options.socket,
    );
    this.#connection = connection;
    this.#listen(connection.socket);
  }

  /** The access token in use; null if nobody is signed in. */
  get token(): string | null {
    return this.#connection?.token ?? null;
  }

  /** Ends the token everywhere, forgets everything and closes. */
  async signOut(): Promise<void> {
    const token = this.token;
    this.forget();
    if (token) {
      await signOut(this.#base, token);
    }
  }

  /** Closes and forgets everything, the queue of unsent messages too. */
  forget(): void {
    this.close();
    this.me = null;
    this.#epoch = undefined;
    this.#outbox.clear();
    this.#reads.clear();
    this.conversations.clear();
    this.online.clear();
    this.#listeners.tell("conversations", undefined);
  }

  /** Closes the connection; everything else stays. */
  close(): void {
    this.#outbox.open = false;
    this.#connection?.close();
    this.#connection = null;
    this.#others.clear();
    this.#enter("closed");
  }

  /**
   * Sends a message, now or once there is a connection again. Throws {@link HomeroomError}
   * `outbox-full` if 1 000 wait.
   */
  send(target: Target, text: string, replyTo: Id | null = null): Unsent {
    if ("conversationId" in target) {
      this.#own.stops(target.conversationId, false);
    }
    return this.#outbox.add(target, text, replyTo);
  }

  /** What waits to be sent there, the oldest first. */
  unsent(target: Target): readonly Unsent[] {
    return this.#outbox.at(placeOf(target));
  }

  /** Sends a refused message again, with the same `clientId`. */
  retry(clientId: string): void {
    this.#outbox.retry(clientId);
  }

  /** Takes a message out of the queue. */
  discard(clientId: string): void {
    this.#outbox.discard(clientId);
  }

  async edit(messageId: Id, text: string): Promise<Message> {
    const { message } = await this.#live().ask<Changed>("message:edit", { messageId, text });
    this.#take(message);
    return message;
  }

  async delete(messageId: Id): Promise<Message> {
    const { message } = await this.#live().ask<Changed>("message:delete", { messageId });
    this.#take(message);
    return message;
  }

  /** The user has read everything up to `seq`; without a connection it is told later. */
  read(conversationId: Id, seq: number): void {
    const copy = this.conversations.get(conversationId);
    if (!copy || seq <= Math.max(copy.conversation.readSeq, this.#reads.get(conversationId) ?? 0)) {
      return;
    }
    this.#reads.set(conversationId, seq);
    void this.#tellRead(conversationId);
  }

  /**
   * Loads the page of messages before those that are known. Up to 50 000 of one conversation are
   * kept so; of what is loaded the oldest is let go of when many new messages come.
   *
   * @returns whether there are still older ones to load
   */
  async older(conversationId: Id): Promise<boolean> {
    const copy = this.conversations.get(conversationId);
    if (!copy?.named || !copy.hasOlder || copy.isFull) {
      return false;
    }
    const floor = copy.floor;
    const page = await this.service("messages").find({
      query: { conversationId, seq: { $lt: floor }, $sort: { seq: -1 }, $limit: PAGE },
    });
    if (copy.floor === floor && this.conversations.get(conversationId) === copy) {
      copy.older(page.data, page.data.length < PAGE);
      this.#listeners.tell("conversation", conversationId);
    }
    return copy.hasOlder && !copy.isFull;
  }

  /** To be called with every key: the user writes. */
  typing(conversationId: Id): void {
    this.#own.writes(conversationId, Date.now());
  }

  /** The user no longer writes. */
  stopTyping(conversationId: Id): void {
    this.#own.stops(conversationId, true);
  }

  /** Who else writes there. */
  typists(conversationId: Id): Id[] {
    return this.#others.in(conversationId);
  }

  /** A service by its name, called over the socket. */
  service<Name extends keyof Services>(name: Name): Services[Name] {
    const call = async (method: string, ...args: unknown[]) => {
      const result = await this.#live().call(method, name, ...args);
      if (!("$select" in (args.at(-1) as object))) {
        this.#learn(name, method, result);
      }
      return result;
    };
    const query = (params?: { query?: object }) => params?.query ?? {};
    return {
      find: (params?: { query?: object }) => call("find", query(params)),
      get: (id: Id, params?: { query?: object }) => call("get", id, query(params)),
      create: (data: object, params?: { query?: object }) => call("create", data, query(params)),
      patch: (id: Id, data: object, params?: { query?: object }) =>
        call("patch", id, data, query(params)),
      remove: (id: Id | null, params?: { query?: object }) => call("remove", id, query(params)),
    } as unknown as Services[Name];
  }

  /** Says at once that the messages of an entry arrived; the heartbeat would say it later. */
  #confirm({ conversation, messages, receipts }: SyncEntry): void {
    const own = receipts?.find(({ userId }) => userId === this.me?.userId);
    const seq = Math.max(0, ...messages.filter(this.#isOfOthers).map((message) => message.seq));
    if (own && seq > own.deliveredSeq) {
      const claim = { conversationId: conversation._id, seq };
      void this.#live()
        .ask<Done>("message:delivered", claim)
        .catch(() => {});
    }
  }

  readonly #isOfOthers = (message: Message) => message.senderId !== this.me?.userId;

  /** A gap that no call under way has closed is asked for. */
  #settled(): void {
    if ([...this.conversations.values()].some((copy) => copy.hasGap)) {
      void this.#sync();
    }
  }

  #offline(): void {
    this.#outbox.open = false;
    this.#others.clear();
    this.#enter("offline");
  }

  #listen(socket: ChatSocket): void {
    socket.on("connected", (greeting) => this.#greeted(greeting));
    socket.on("message:new", (message, ack) => {
      this.#others.stop(message.conversationId, message.senderId);
      this.#take(message);
      ack?.();
      if (this.#isOfOthers(message)) {
        this.#listeners.tell("message", message);
      }
    });
    socket.on("message:edited", (message) => this.#take(message));
    socket.on("message:deleted", (message) => this.#take(message));
    socket.on("message:delivered", (receipts) => this.#receipts("delivered", receipts));
    socket.on("message:read", (receipts) => this.#receipts("read", receipts));
    socket.on("conversation:new", (conversation) => this.#added(conversation));
    socket.on("conversation:updated", (conversation) => {
      const copy = this.conversations.get(conversation._id);
      copy?.update(conversation);
      this.#listeners.tell("conversation", conversation._id);
    });
    socket.on("conversation:removed", ({ conversationId }) => this.#removed(conversationId));
    socket.on("typing:start", ({ conversationId: id, userId }) => this.#others.start(id, userId));
    socket.on("typing:stop", ({ conversationId: id, userId }) => this.#others.stop(id, userId));
    socket.on("user:online", ({ userId }) => {
      this.online.add(userId);
      this.#listeners.tell("presence", userId);
    });
    socket.on("user:offline", ({ userId }) => {
      this.online.delete(userId);
      this.#listeners.tell("presence", userId);
    });
    socket.on("user:updated", (user) => this.#listeners.tell("user", user));
  }

  #greeted(greeting: Connected): void {
    if (this.me && this.me.userId !== greeting.userId) {
      // Nothing of one person is another's, least of all what one wrote.
      this.#outbox.clear();
      this.#reads.clear();
      this.conversations.clear();
      this.#epoch = undefined;
      this.#listeners.tell("conversations", undefined);
    }
    this.me = greeting;
    this.online.clear();
    greeting.online.forEach(({ userId }) => this.online.add(userId));
    this.#listeners.tell("presence", null);
    if (this.#epoch !== undefined && this.#epoch !== greeting.epoch) {
      // The server's revs are of another history: what comes from now on is not of ours.
      this.conversations.forEach((copy) => (copy.named = false));
    }
    this.#epoch = greeting.epoch;
    this.#enter("syncing");
    this.#outbox.open = true;
    void this.#sync();
    [...this.#reads.keys()].forEach((id) => void this.#tellRead(id));
  }

  #added(conversation: Conversation): void {
    const known = this.conversations.get(conversation._id);
    if (known) {
      known.update(conversation);
      this.#listeners.tell("conversation", conversation._id);
      return;
    }
    const copy = new ConversationCopy(conversation, this.#myId());
    copy.begin();
    this.conversations.set(copy.id, copy);
    this.#listeners.tell("conversations", undefined);
    this.#listeners.tell("conversation", copy.id);
  }

  /** What this client changed by a service is not pushed to it: the answer tells. */
  #learn(service: keyof Services, method: string, result: unknown): void {
    if (method !== "create" && method !== "patch" && method !== "remove") {
      return;
    }
    if (service === "messages") {
      this.#take(result as Message);
    } else if (service === "conversations" && method === "remove") {
      this.#removed((result as Conversation)._id);
    } else if (service === "conversations") {
      this.#added(result as Conversation);
    }
  }

  #removed(id: Id): void {
    if (this.conversations.delete(id)) {
      this.#reads.delete(id);
      this.#listeners.tell("conversations", undefined);
      this.#listeners.tell("conversation", id);
    }
  }

  #take(message: Message): void {
    const copy = this.conversations.get(message.conversationId);
    if (!copy) {
      // Its conversation:new is still to come, or was missed.
      void this.#sync();
      return;
    }
    copy.take(message);
    this.#listeners.tell("conversation", copy.id);
    if (copy.hasGap && !this.#connection?.busy) {
      void this.#sync();
    }
  }

  #stored(unsent: Unsent, message: Message): void {
    this.#take(message);
    this.#listeners.tell("sent", { unsent, message });
  }

  #receipts(kind: "delivered" | "read", receipts: Receipts): void {
    const copy = this.conversations.get(receipts.conversationId);
    if (!copy) {
      return;
    }
    const counted = copy.receipts(kind, receipts);
    this.#listeners.tell("conversation", copy.id);
    if (!counted) {
      void this.#recount(copy);
    }
  }

  readonly #recounting = new Set<Id>();

  /** Asks for the newest messages again, whose counts could not be followed. */
  async #recount(copy: ConversationCopy): Promise<void> {
    const own = copy.messages.some((message) => message.senderId === this.me?.userId);
    if (!own || this.#recounting.has(copy.id)) {
      return;
    }
    this.#recounting.add(copy.id);
    try {
      const query = {
        conversationId: copy.id,
        senderId: this.#myId(),
        $sort: { seq: -1 as const },
        $limit: PAGE,
      };
      copy.refresh((await this.service("messages").find({ query })).data);
      this.#listeners.tell("conversation", copy.id);
    } catch {
      // The next receipts, or the next connection, bring it about again.
    } finally {
      this.#recounting.delete(copy.id);
    }
  }

  async #tellRead(conversationId: Id): Promise<void> {
    const seq = this.#reads.get(conversationId);
    if (seq === undefined || !this.#connection?.connected) {
      return;
    }
    try {
      await this.#live().ask<Done>("message:read", { conversationId, seq });
    } catch (thrown) {
      if (HomeroomError.of(thrown).passes) {
        return; // told once there is a connection again
      }
    }
    if (this.#reads.get(conversationId) === seq) {
      this.#reads.delete(conversationId);
    }
    const copy = this.conversations.get(conversationId);
    copy?.read(seq);
    if (copy && seq + 1 < copy.floor) {
      const now = await this.service("conversations").get(conversationId).catch(() => null);
      copy.update(now ?? copy.conversation);
    }
    this.#listeners.tell("conversation", conversationId);
  }

  /** Asks for what was missed, until nothing is missing; one at a time. */
  async #sync(): Promise<void> {
    if (this.#syncing) {
      this.#syncAgain = true;
      return;
    }
    this.#syncing = true;
    const connection = this.#connection;
    try {
      do {
        this.#syncAgain = false;
        await this.#syncOnce();
      } while (this.#syncAgain);
      if (connection === this.#connection && connection?.connected) {
        this.#enter("ready");
      }
    } catch (thrown) {
      const error = HomeroomError.of(thrown);
      if (connection?.connected && error.passes) {
        const again = () => connection === this.#connection && this.#sync();
        setTimeout(() => void again(), error.retryAfterMs ?? 1_000);
      }
    } finally {
      this.#syncing = false;
    }
    if (this.#syncAgain && this.#connection?.connected) {
      void this.#sync();
    }
  }

  async #syncOnce(): Promise<void> {
    let after: Id | null = null;
    do {
      const answer: Sync = await this.#syncPage(after);
      this.#epoch = answer.epoch;
      this.#synced(answer);
      after = answer.next ?? null;
    } while (after);
  }

  /** What is behind that conversation; a server that is busy is asked again when it says. */
  async #syncPage(after: Id | null): Promise<Sync> {
    const connection = this.#connection;
    for (;;) {
      const revs: Record<Id, number> = {};
      this.conversations.forEach(({ id, rev, named }) => {
        if (named && (!after || id > after)) {
          revs[id] = rev;
        }
      });
      const request = {
        conversations: revs,
        epoch: this.#epoch ?? null,
        after,
        limit: SYNC_LIMIT,
      };
      try {
        return await this.#live().ask<Sync>("message:sync", request);
      } catch (thrown) {
        const error = HomeroomError.of(thrown);
        if (!error.retryAfterMs) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs));
        if (connection !== this.#connection) {
          throw error;
        }
      }
    }
  }

  #synced(answer: Sync): void {
    let isOther = false;
    answer.removed.forEach((id) => this.#removed(id));
    for (const entry of answer.conversations) {
      let copy = this.conversations.get(entry.conversation._id);
      if (!copy) {
        copy = new ConversationCopy(entry.conversation, this.#myId());
        this.conversations.set(copy.id, copy);
        isOther = true;
      }
      const hadMarks = copy.marks.size > 0;
      copy.sync(entry);
      this.#confirm(entry);
      this.#syncAgain ||= !entry.complete || copy.hasGap;
      this.#listeners.tell("conversation", copy.id);
      if (!entry.receipts && !entry.reset && !hadMarks) {
        void this.#recount(copy);
      }
    }
    if (isOther) {
      this.#listeners.tell("conversations", undefined);
    }
  }

  #end(reason: SessionEnded["reason"]): void {
    this.close();
    this.#listeners.tell("ended", reason);
  }

  #enter(state: ConnectionState): void {
    if (this.#state !== state) {
      this.#state = state;
      this.#listeners.tell("state", state);
    }
  }

  /** The connection, to be asked something. */
  #live(): Connection {
    if (!this.#connection) {
      throw HomeroomError.offline();
    }
    return this.#connection;
  }

  #myId(): Id {
    return this.me?.userId ?? "";
  }
}

/** With a slash at its end, so that what is relative to it is below it. */
function baseOf(url: string): URL {
  return new URL(url.endsWith("/") ? url : `${url}/`);
}
