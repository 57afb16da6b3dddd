// SPDX-License-Identifier: Apache-2.0
import type { ServiceError } from "./homeroom.js";

/** A refusal of the server, or `offline` if it could not be asked. */
export class HomeroomError extends Error {
  /**
   * The stable code of the reason, see docs/errors.md; `offline` and `outbox-full` are this
   * package's own.
   */
  readonly code: string;
  /** The HTTP status; 0 if the server was not reached. */
  readonly status: number;
  /** When a repeat may help, in milliseconds from now; undefined if it would not. */
  readonly retryAfterMs: number | undefined;
  /** All that the server said in `data`. */
  readonly data: Record<string, unknown>;
  /** The reason by field. */
  readonly fields: Record<string, string>;

  constructor(error: Pick<ServiceError, "name" | "message" | "code"> & Partial<ServiceError>) {
    super(error.message);
    this.name = error.name;
    this.status = error.code;
    this.data = error.data ?? {};
    this.code = typeof this.data["code"] === "string" ? this.data["code"] : "";
    const after = this.data["retryAfterMs"];
    this.retryAfterMs = typeof after === "number" ? after : undefined;
    this.fields = error.errors ?? {};
  }

  /** The server was not reached, or did not answer in time; nothing is known of the call. */
  static offline(): HomeroomError {
    return new HomeroomError({
      name: "Offline",
      message: "The server cannot be reached.",
      code: 0,
      data: { code: "offline" },
    });
  }

  /** As the wire has it: data alone. */
  toJSON(): ServiceError {
    const { name, message, status: code, data, fields: errors } = this;
    return { name, message, code, className: "", data, errors };
  }

  /** As many messages wait to be sent as this package keeps. */
  static outboxFull(): HomeroomError {
    return new HomeroomError({
      name: "OutboxFull",
      message: "Too many messages wait to be sent.",
      code: 0,
      data: { code: "outbox-full" },
    });
  }

  /** What was thrown, as one of these. */
  static of(thrown: unknown): HomeroomError {
    return thrown instanceof HomeroomError ? thrown : HomeroomError.offline();
  }

  /** Whether the same call may be granted later: the server was away, busy, or had a fault. */
  get passes(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503 || this.isFault;
  }

  /** Whether it passes only if somebody sees to it: a fault of the server, or a token that is over. */
  get isFault(): boolean {
    return this.status === 401 || (this.status >= 500 && this.status !== 503);
  }
}
