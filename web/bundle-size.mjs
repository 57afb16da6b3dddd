// SPDX-License-Identifier: Apache-2.0
// The JavaScript of the page, compressed as it is sent, is at most this much.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 100_000;
const folder = new URL("target/made/homeroom/web/", import.meta.url);
let sum = 0;
for (const name of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".js"))) {
  const bytes = gzipSync(readFileSync(new URL(name, folder)), { level: 6 }).length;
  console.log(`${bytes} bytes gzip: ${name}`);
  sum += bytes;
}
console.log(`${sum} bytes gzip of JavaScript; ${LIMIT_BYTES} are allowed.`);
process.exit(sum <= LIMIT_BYTES ? 0 : 1);
