// SPDX-License-Identifier: Apache-2.0
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { HomeroomError } from "./errors.js";
import type {
  Answer,
  ClientToServerEvents,
  ServerToClientEvents,
  ServiceError,
  SessionEnded,
} from "./homeroom.js";

const CALL_TIMEOUT_MS = 30_000;
/** How long before its end a token is renewed. */
const RENEW_BEFORE_MS = 60_000;
/** The longest that a timer can be set to. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The official client, with the types of both directions. */
export type ChatSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** What a connection tells its owner. */
export interface ConnectionOwner {
  /** The connection is lost, or not made yet; the official client goes on trying. */
  offline(): void;
  /** The session is over, and the connection with it. */
  ended(reason: SessionEnded["reason"]): void;
  /** No call is under way any more. */
  settled(): void;
}

/** One token's connection: calls with their answers, and a new token before the old one is over. */
export class Connection {
  readonly socket: ChatSocket;
  readonly #owner: ConnectionOwner;
  readonly #renew: (() => Promise<string | null>) | undefined;
  #token: string;
  #calls = 0;
  #wasRefused = false;
  #isClosed = false;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(
    base: URL,
    token: string,
    owner: ConnectionOwner,
    renew: (() => Promise<string | null>) | undefined,
    options: Partial<ManagerOptions & SocketOptions> | undefined,
  ) {
    this.#owner = owner;
    this.#renew = renew;
    this.#token = token;
    this.socket = io(base.origin, {
      ...options,
      forceNew: true,
      path: new URL("socket.io/", base).pathname,
      auth: (give) => give({ token: this.#token, events: "chat" }),
    });
    this.socket.on("connect_error", (error) => this.#refused(error));
    this.socket.on("disconnect", () => owner.offline());
    this.socket.on("session:ended", ({ reason }) => this.#ended(reason));
    this.socket.on("connected", () => (this.#wasRefused = false));
    this.#planRenewal();
  }

  get token(): string {
    return this.#token;
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  /** Whether calls are under way, whose answers may close a gap. */
  get busy(): boolean {
    return this.#calls > 0;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#renewal);
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }

  /** Calls a chat event. */
  async ask<Granted extends { ok: true }>(
    event: keyof ClientToServerEvents,
    payload: object,
  ): Promise<Granted> {
    const [answer] = (await this.#emit(event, payload)) as [Answer<Granted>];
    if (!answer.ok) {
      throw new HomeroomError(answer.error);
    }
    return answer;
  }

  /** Calls a method of a service, as Feathers does. */
  async call(method: string, service: string, ...args: unknown[]): Promise<unknown> {
    const [error, result] = await this.#emit(method, service, ...args);
    if (error) {
      throw new HomeroomError(error as ServiceError);
    }
    return result;
  }

  /** Tells something that may be lost. */
  whisper(event: "typing:start" | "typing:stop", conversationId: string): void {
    if (this.connected) {
      this.socket.emit(event, { conversationId }, () => {});
    }
  }

  /** What the ack is called with. */
  #emit(event: string, ...args: unknown[]): Promise<unknown[]> {
    if (!this.connected) {
      return Promise.reject(HomeroomError.offline());
    }
    this.#calls++;
    const answered = new Promise<unknown[]>((resolve, reject) => {
      const ack = (late: Error | null, ...answer: unknown[]) =>
        late ? reject(HomeroomError.offline()) : resolve(answer);
      (this.socket.timeout(CALL_TIMEOUT_MS) as unknown as Socket).emit(event, ...args, ack);
    });
    return answered.finally(() => queueMicrotask(() => this.#settled()));
  }

  #settled(): void {
    this.#calls--;
    if (this.#calls === 0) {
      this.#owner.settled();
    }
  }

  /** The network refused, and the official client tries again, or the server refused the token. */
  #refused(error: Error & { data?: ServiceError }): void {
    this.#owner.offline();
    if (this.socket.active) {
      return;
    }
    const code = error.data && new HomeroomError(error.data).code;
    const reason =
      code === "user-inactive" ? "deactivated" : code === "token-expired" ? "expired" : "ended";
    if (this.#wasRefused) {
      this.#owner.ended(reason);
    } else {
      this.#wasRefused = true;
      void this.#renewOrEnd(reason);
    }
  }

  #ended(reason: SessionEnded["reason"]): void {
    if (reason === "expired") {
      void this.#renewOrEnd(reason);
    } else {
      this.#owner.ended(reason);
    }
  }

  async #renewOrEnd(reason: SessionEnded["reason"]): Promise<void> {
    const isRenewed = reason !== "deactivated" && (await this.#renewNow());
    if (this.#isClosed) {
      return;
    }
    if (isRenewed) {
      this.socket.connect();
    } else {
      this.#owner.ended(reason);
    }
  }

  /** Plans the next renewal by the token's claim `exp`. */
  #planRenewal(): void {
    clearTimeout(this.#renewal);
    const expires = expiryOf(this.#token);
    if (!this.#renew || expires === null) {
      return;
    }
    const now = Date.now();
    const left = Math.max(expires - RENEW_BEFORE_MS, (now + expires) / 2) - now;
    if (left > 0 && left < LONGEST_TIMER_MS) {
      this.#renewal = setTimeout(() => void this.#renewNow(), left);
    }
  }

  /** Gets another token and tells an open socket of it, which stays. */
  async #renewNow(): Promise<boolean> {
    const token = await this.#renew?.().catch(() => null);
    if (!token || this.#isClosed) {
      return false;
    }
    this.#token = token;
    if (this.connected) {
      const wish = { strategy: "jwt", accessToken: token };
      await this.call("create", "authentication", wish, {}).catch(() => {});
    }
    if (!this.#isClosed) {
      this.#planRenewal();
    }
    return true;
  }
}

/** When a token is over, in milliseconds since 1970; null if it does not say. */
function expiryOf(token: string): number | null {
  try {
    const payload = token.split(".")[1]!.replaceAll("-", "+").replaceAll("_", "/");
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === "number" ? exp * 1_000 : null;
  } catch {
    return null;
  }
}
