// SPDX-License-Identifier: Apache-2.0
import type {
  Conversation,
  ConversationLast,
  Id,
  Message,
  ReceiptCounts,
  Receipts,
  SyncEntry,
} from "./homeroom.js";

/** How far a member is; what is not known is 0. */
export interface Mark {
  readonly deliveredSeq: number;
  readonly readSeq: number;
}

/** How many messages an entry that begins anew has, if there are as many. */
const NEWEST = 50;
/** Messages that are kept when the oldest are let go of, and how many new ones come before that. */
const KEPT = 1_000;
/** Messages of one conversation that are loaded by asking for older ones. */
const MAX_LOADED = 50_000;
/** The server counts no further. */
const MAX_UNREAD = 999;

/**
 * What is known of one conversation: all messages from `floor` on, as they were at `rev`, and
 * perhaps some beyond a gap. Arrays are replaced, never changed, so that a view can compare them.
 */
export class ConversationCopy {
  /** As the server last told it; what changed since is in the other fields. */
  conversation: Conversation;
  /** Up to this change nothing is missing. 0 until the server named one. */
  rev = 0;
  /** Whether the server gave a rev to continue from. */
  named = false;
  /** By seq. */
  messages: readonly Message[] = [];
  /** All messages with this seq or a later one are known. 1 if there are none before. */
  floor = Number.MAX_SAFE_INTEGER;
  /** The members' marks, as far as the server told them. */
  readonly marks = new Map<Id, Mark>();

  readonly #me: Id;
  readonly #beyond = new Set<number>();
  #early: Message[] = [];
  /** With more messages than this the oldest are let go of. */
  #room = 2 * KEPT;

  constructor(conversation: Conversation, me: Id) {
    this.conversation = conversation;
    this.#me = me;
  }

  get id(): Id {
    return this.conversation._id;
  }

  /** Whether something is missing before what came last. */
  get hasGap(): boolean {
    return this.#beyond.size > 0;
  }

  /** Whether `messages` begin after the first of the conversation. */
  get hasOlder(): boolean {
    return this.floor > 1;
  }

  /** Whether as many messages are loaded as are kept: older ones are to be read otherwise. */
  get isFull(): boolean {
    return this.messages.length >= MAX_LOADED;
  }

  /** Messages of others after `readSeq` that are not deleted, up to 999. */
  get unread(): number {
    const { readSeq, rev, unread } = this.conversation;
    const isWhole = readSeq + 1 >= this.floor;
    const from = isWhole ? readSeq : rev;
    let count = isWhole ? 0 : unread;
    for (let i = this.messages.length - 1; i >= 0; i--) {
      const message = this.messages[i]!;
      if (message.seq <= from) {
        break;
      }
      if (message.senderId !== this.#me && message.deletedAt === null) {
        count++;
      }
    }
    return Math.min(count, MAX_UNREAD);
  }

  /** The newest message, with its text cut as the server cuts it, unless it was loaded. */
  get last(): Message | ConversationLast | null {
    const kept = this.messages.at(-1);
    const told = this.conversation.lastMessage;
    return kept && (!told || kept.seq >= told.seq) ? kept : told;
  }

  /** When something was last written here, or the conversation made: what lists are ordered by. */
  get activeAt(): string {
    return this.last?.createdAt ?? this.conversation.createdAt;
  }

  /** The user has the conversation from now on; what was written before can be loaded. */
  begin(): void {
    this.rev = this.conversation.rev;
    this.floor = this.rev + 1;
    this.#open();
  }

  /** Takes what the server says of the conversation, beside its messages. */
  update(conversation: Conversation): void {
    const known = this.conversation;
    for (const member of conversation.participants) {
      if (!known.participants.includes(member) && !this.marks.has(member)) {
        this.marks.set(member, { deliveredSeq: this.lastSeq, readSeq: this.lastSeq });
      }
    }
    const readSeq = Math.max(known.readSeq, conversation.readSeq);
    const { lastMessage, rev, unread } = conversation.rev < known.rev ? known : conversation;
    this.conversation = { ...conversation, lastMessage, rev, unread, readSeq };
  }

  get lastSeq(): number {
    return Math.max(this.messages.at(-1)?.seq ?? 0, this.conversation.lastMessage?.seq ?? 0);
  }

  /** A message that was pushed, or came in the answer to a call. */
  take(message: Message): void {
    if (!this.named) {
      this.#early = [...this.#early.slice(1 - KEPT), message]; // what is left out is a gap later
      return;
    }
    this.#keep(this.#withMarks(message));
    this.#letGo();
    if (message.rev > this.rev) {
      this.#beyond.add(message.rev);
      this.#advance();
    }
  }

  /** An entry of a sync answer. */
  sync(entry: SyncEntry): void {
    if (entry.reset) {
      this.#reset(entry);
      return;
    }
    this.#mark(entry, true);
    this.update(entry.conversation);
    this.rev = Math.max(this.rev, entry.rev);
    this.named = true;
    entry.messages.forEach((message) => this.#keep(message));
    this.#letGo();
    this.#advance();
  }

  /** A page of older messages, the newest of them first. */
  older(page: readonly Message[], isLast: boolean): void {
    const fresh = page.filter((message) => message.seq < this.floor).reverse();
    this.messages = [...fresh, ...this.messages];
    this.floor = isLast ? 1 : (fresh[0]?.seq ?? this.floor);
    this.#room = Math.max(this.#room, this.messages.length + KEPT);
  }

  /** Messages as they are now, whose counts may have changed without a rev. */
  refresh(messages: readonly Message[]): void {
    messages.forEach((message) => this.#keep(message));
  }

  /** The user has read up to `seq`. */
  read(seq: number): void {
    if (seq > this.conversation.readSeq) {
      this.conversation = { ...this.conversation, readSeq: seq };
    }
  }

  /**
   * Members came further.
   *
   * @returns whether all counts followed; if not, the messages are to be asked for again
   */
  receipts(kind: "delivered" | "read", { receipts }: Receipts): boolean {
    let known = true;
    for (const { userId, seq } of receipts) {
      if (userId === this.#me) {
        if (kind === "read") {
          this.read(seq);
        }
        continue;
      }
      const old = this.marks.get(userId);
      known &&= old !== undefined;
      this.#advanceMark(userId, old, {
        deliveredSeq: Math.max(old?.deliveredSeq ?? 0, seq),
        readSeq: Math.max(old?.readSeq ?? 0, kind === "read" ? seq : 0),
      });
    }
    return known;
  }

  /** Begins anew with the newest messages, or, if those had no room, with nothing. */
  #reset(entry: SyncEntry): void {
    const isBeyond = ({ rev }: Message) => this.named && rev > entry.rev && this.#beyond.has(rev);
    this.#early.push(...this.messages.filter(isBeyond));
    this.conversation = entry.conversation;
    this.messages = [...entry.messages].sort((a, b) => a.seq - b.seq);
    this.floor = this.messages.length < NEWEST ? 1 : this.messages[0]!.seq;
    this.#room = 2 * KEPT;
    this.#beyond.clear();
    this.marks.clear();
    this.#mark(entry, false);
    this.rev = entry.rev;
    this.named = false;
    if (entry.complete) {
      this.#open();
    } else {
      this.floor = Number.MAX_SAFE_INTEGER;
    }
  }

  #open(): void {
    this.named = true;
    const early = this.#early;
    this.#early = [];
    early.filter((message) => message.rev > this.rev).forEach((message) => this.take(message));
  }

  #advance(): void {
    for (const rev of this.#beyond) {
      if (rev <= this.rev) {
        this.#beyond.delete(rev);
      }
    }
    while (this.#beyond.delete(this.rev + 1)) {
      this.rev++;
    }
  }

  /** Puts a message to its place, unless a newer one is there, or its place is not loaded. */
  #keep(message: Message): void {
    if (message.seq < this.floor) {
      return;
    }
    const index = this.#indexOf(message.seq);
    const there = this.messages[index];
    if (there?.seq !== message.seq) {
      this.messages = [...this.messages.slice(0, index), message, ...this.messages.slice(index)];
    } else if (there.rev <= message.rev) {
      this.messages = this.messages.with(index, message);
    }
  }

  /** Keeps the newest messages, where there are too many; the others can be loaded again. */
  #letGo(): void {
    if (this.messages.length > this.#room) {
      this.messages = this.messages.slice(-KEPT);
      this.floor = this.messages[0]!.seq;
      this.#room = 2 * KEPT;
    }
  }

  /** The answer to a call may come after the receipts of the message that it brings. */
  #withMarks(message: Message): Message {
    const isKnown = this.messages[this.#indexOf(message.seq)]?.seq === message.seq;
    if (isKnown || message.senderId !== this.#me) {
      return message;
    }
    const marks = [...this.marks.values()];
    const { delivered, read, of } = message.receipts;
    return withReceipts(message, {
      delivered: Math.max(delivered, marks.filter((mark) => mark.deliveredSeq >= message.seq).length),
      read: Math.max(read, marks.filter((mark) => mark.readSeq >= message.seq).length),
      of,
    });
  }

  /** Where a message with this seq is, or would be. */
  #indexOf(seq: number): number {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.messages[middle]!.seq < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #mark(entry: SyncEntry, counts: boolean): void {
    for (const { userId, deliveredSeq, readSeq } of entry.receipts ?? []) {
      if (userId !== this.#me) {
        const old = counts ? this.marks.get(userId) : undefined;
        this.#advanceMark(userId, old, { deliveredSeq, readSeq });
      }
    }
  }

  #advanceMark(userId: Id, old: Mark | undefined, mark: Mark): void {
    this.marks.set(userId, mark);
    if (!old || (old.deliveredSeq >= mark.deliveredSeq && old.readSeq >= mark.readSeq)) {
      return;
    }
    const from = Math.min(old.deliveredSeq, old.readSeq);
    const to = Math.max(mark.deliveredSeq, mark.readSeq);
    this.messages = this.messages.map((message) =>
      message.senderId === this.#me && message.seq > from && message.seq <= to
        ? counted(message, old, mark)
        : message,
    );
  }
}

/** The message with one member more who has it, or has read it. */
function counted(message: Message, old: Mark, mark: Mark): Message {
  const passed = (from: number, to: number) => Number(message.seq > from && message.seq <= to);
  const { delivered, read, of } = message.receipts;
  return withReceipts(message, {
    delivered: delivered + passed(old.deliveredSeq, mark.deliveredSeq),
    read: read + passed(old.readSeq, mark.readSeq),
    of,
  });
}

/** The message with these counts, at most all, and the status that follows. */
function withReceipts(message: Message, counts: ReceiptCounts): Message {
  const { of } = counts;
  const delivered = Math.min(of, counts.delivered);
  const read = Math.min(of, counts.read);
  const status = of === 0 ? "sent" : read === of ? "read" : delivered === of ? "delivered" : "sent";
  return { ...message, status, receipts: { delivered, read, of } };
}
