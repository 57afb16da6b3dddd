// SPDX-License-Identifier: Apache-2.0
// Keeps the files of the page, so that it opens while the server is away, and nothing else: no answer of a service, and
// nothing of anybody. The page itself is asked for each time; what is kept of it is for when there is no answer.
// web/shell.mjs writes into SHELL what the build made.
const SHELL = { version: "", files: [] };
const PREFIX = "shell-";
const CACHE = PREFIX + SHELL.version;
/** Files of builds before are kept for tabs that still show those: so many builds in all. */
const BUILDS = 2;
/** A page that is not there by then is shown from what is kept, in milliseconds. */
const PATIENCE_MS = 4_000;
/** What proxies answer while the server is away. */
const AWAY = [502, 503, 504];

/** What is kept does not depend on what somebody accepts. */
const ANYHOW = { ignoreVary: true };

const page = new URL("./", self.location.href).href;
const files = new Set(SHELL.files.map((file) => new URL(file, page).href));
/** Others than browsers that open the page are not answered with it. */
const asPage = { headers: { accept: "text/html" }, cache: "no-cache" };

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = request.url.split("#")[0];
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate" && address === page) {
    event.respondWith(openPage(request));
  } else if (files.has(address)) {
    event.respondWith(fileOf(request));
  } else if (address.startsWith(`${page}assets/`)) {
    event.respondWith(caches.match(request, ANYHOW).then((kept) => kept ?? fetch(request)));
  }
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  const answer = await fetch(page, asPage);
  if (!answer.ok || answer.redirected) {
    throw new Error(`no page: ${answer.status}`);
  }
  await Promise.all([cache.put(page, answer), cache.addAll([...files])]);
  // At once: the page is asked for each time, so that no tab shows files of two builds.
  await self.skipWaiting();
}

async function takeOver() {
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(kept.slice(0, Math.max(0, kept.length - (BUILDS - 1))).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function openPage(request) {
  const kept = await (await caches.open(CACHE)).match(page, ANYHOW);
  const asked = fetch(request).then(async (answer) => {
    if (answer.status === 404) {
      await leave(); // a server without a page (--no-web)
    }
    return AWAY.includes(answer.status) && kept ? kept : answer;
  });
  if (!kept) {
    return asked;
  }
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, kept)));
  return Promise.race([asked.catch(() => kept), late]).finally(() => clearTimeout(timer));
}

async function fileOf(request) {
  return (await (await caches.open(CACHE)).match(request, ANYHOW)) ?? fetch(request);
}

/** Keeps nothing any more, and answers nothing from now on. */
async function leave() {
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(kept.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
