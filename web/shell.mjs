// SPDX-License-Identifier: Apache-2.0
// Writes the service worker beside the page that was built, with the names of its files, and a version that is another
// one for other files.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const folder = new URL("target/made/homeroom/web/", import.meta.url);
const WORKER = "service-worker.js";
const source = readFileSync(new URL(`src/${WORKER}`, import.meta.url), "utf8");
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== WORKER)
  .map((entry) => relative(fileURLToPath(folder), join(entry.parentPath, entry.name)).split(sep).join("/"))
  .sort();
const hash = createHash("sha256").update(source);
names.forEach((name) => hash.update(`${name}\n`).update(readFileSync(new URL(name, folder))));
const shell = { version: hash.digest("hex").slice(0, 16), files: names.filter((name) => name !== "index.html") };
const placeholder = 'const SHELL = { version: "", files: [] };';
if (!source.includes(placeholder)) {
  throw new Error(`src/${WORKER} has no place for the shell`);
}
writeFileSync(new URL(WORKER, folder), source.replace(placeholder, `const SHELL = ${JSON.stringify(shell)};`));
