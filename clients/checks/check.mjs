// SPDX-License-Identifier: Apache-2.0
// What the checks share: a client, promises instead of events, and a verdict as exit code.

import assert from "node:assert/strict";
import { io } from "socket.io-client";

const PATIENCE_MS = 15_000;
/** Where the server under test is. */
export const url = process.argv[2];

/** A new connection to the server under test. */
export function connect(options = {}, namespace = "/") {
  return io(url + namespace, { forceNew: true, reconnectionDelay: 50, ...options });
}

/** The arguments of the next `event`. */
export function next(emitter, event) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event}`)), PATIENCE_MS);
    emitter.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}

/** Runs the named checks one after the other. */
export async function run(checks) {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check(assert);
    } catch (error) {
      console.error(`${name}: ${error.stack}`);
      process.exit(1);
    }
    console.log(name);
  }
  process.exit(0);
}
