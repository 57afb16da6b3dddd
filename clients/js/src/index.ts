// SPDX-License-Identifier: Apache-2.0
export * from "./client.js";
export { ConversationCopy, type Mark } from "./conversation.js";
export { HomeroomError } from "./errors.js";
export type * from "./homeroom.js";
export { type KeptUnsent, type OutboxStore, placeOf, type Target, type Unsent } from "./outbox.js";
