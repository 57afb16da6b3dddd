// SPDX-License-Identifier: Apache-2.0
// The page is opened while the server is away, after the server was built anew, and after it left out its page.
import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { box, inbox, message, open, run, send, url, window } from "./browser.mjs";

const mark = Math.random().toString(36).slice(2, 8);
const { hostname, port } = new URL(url);
const PATIENCE_MS = 30_000;

/** Before the server: goes away and comes back, and may have been built anew. */
const proxy = {
  /** What the build is called; the server's own without one. */
  build: "",
  hasPage: true,
  sockets: new Set(),
  server: createServer((asked, answer) => {
    const path = asked.url;
    if (path === "/" && !proxy.hasPage) {
      answer.writeHead(404, { "content-type": "application/json" }).end("{}");
      return;
    }
    const headers = { ...asked.headers, "accept-encoding": "identity" };
    delete headers["if-none-match"];
    const onwards = request({ hostname, port, path, method: asked.method, headers }, async (found) => {
      const chunks = await found.toArray();
      const told = { ...found.headers };
      delete told["content-length"];
      answer.writeHead(found.statusCode, told).end(proxy.built(path, Buffer.concat(chunks)));
    });
    onwards.on("error", () => answer.destroy());
    asked.pipe(onwards);
  }),

  built(path, body) {
    if (proxy.build && path === "/") {
      return body.toString().replace("<head>", `<head><meta name="build" content="${proxy.build}">`);
    }
    return proxy.build && path === "/service-worker.js" ? body.toString().replace(/"version":"/, `$&${proxy.build}-`) : body;
  },

  start(at) {
    return new Promise((listening) => proxy.server.listen(at, "127.0.0.1", listening));
  },

  async goAway() {
    const closed = new Promise((done) => proxy.server.close(done));
    proxy.sockets.forEach((socket) => socket.destroy());
    await closed;
  },
};
proxy.server.on("connection", (socket) => {
  proxy.sockets.add(socket);
  socket.on("close", () => proxy.sockets.delete(socket));
});
proxy.server.on("upgrade", (asked, socket, head) => {
  const to = connect(Number(port), hostname, () => {
    const lines = asked.rawHeaders.map((value, i) => (i % 2 === 0 ? `\r\n${value}: ` : value)).join("");
    to.write(`GET ${asked.url} HTTP/1.1${lines}\r\n\r\n`);
    to.write(head);
    socket.pipe(to).pipe(socket);
  });
  for (const [one, other] of [[socket, to], [to, socket]]) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
});
await proxy.start(0);
const at = proxy.server.address().port;
const page = await window();
const keptBuilds = () => page.evaluate(() => caches.keys());
const buildShown = () => page.evaluate(() => document.querySelector("meta[name=build]")?.content ?? "");

/** Waits until it is so in the page. */
async function until(isSo, argument) {
  for (const end = Date.now() + PATIENCE_MS; !(await page.evaluate(isSo, argument)); ) {
    assert.ok(Date.now() < end, `never: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until the files of this build are kept, and answer for the page. */
const kept = (build) =>
  until(async (wanted) => {
    const registration = await navigator.serviceWorker.getRegistration();
    const isActive = registration?.active?.state === "activated" && !registration.installing && !registration.waiting;
    return isActive && navigator.serviceWorker.controller && (await caches.keys()).at(-1)?.startsWith(`shell-${wanted}`);
  }, build);

await run({
  "the files of the page are kept, and nothing else": async () => {
    await page.goto(`http://127.0.0.1:${at}/`);
    await page.getByRole("button", { name: /^Ada Park/ }).click();
    await inbox(page).getByRole("link").first().waitFor();
    await kept("");
    await open(page, "Hugo Haddad");
    const paths = await page.evaluate(async () => {
      const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    assert.deepEqual(paths.filter((path) => !/^\/(assets\/[^/]+|icon\.svg|manifest\.webmanifest)?$/.test(path)), []);
    assert.ok(paths.includes("/"));
  },

  "while the server is away a reload shows the page, what conversations are called, and what waits to be sent": async () => {
    await proxy.goAway();
    await page.getByText(/No connection/).waitFor({ timeout: 60_000 });
    await send(page, `first ${mark}`);
    await message(page, `first ${mark}`).getByText("Waiting to be sent").waitFor();
    await page.reload();
    await message(page, `first ${mark}`).getByText("Waiting to be sent").waitFor();
    await page.getByRole("heading", { level: 1, name: "Hugo Haddad" }).waitFor();
    await inbox(page).getByRole("link", { name: "Hugo Haddad" }).waitFor();
    await send(page, `second ${mark}`);
    await box(page).fill(`draft ${mark}`);
    await page.reload();
    await message(page, `second ${mark}`).waitFor();
    assert.equal(await box(page).inputValue(), `draft ${mark}`);
    await proxy.start(at);
    await page.getByText(/No connection/).waitFor({ state: "hidden", timeout: 60_000 });
    await page.getByRole("heading", { level: 1, name: "Hugo Haddad" }).waitFor();
    for (const text of [`first ${mark}`, `second ${mark}`]) {
      await message(page, text).getByText("Stored").waitFor({ state: "attached" });
    }
    assert.equal(await box(page).inputValue(), `draft ${mark}`);
  },

  "a new build is taken up by the next load, and then kept, too": async () => {
    for (const build of ["two", "three"]) {
      proxy.build = build;
      await page.reload();
      assert.equal(await buildShown(), build);
      await kept(build);
      await proxy.goAway();
      await page.reload();
      assert.equal(await buildShown(), build);
      await box(page).waitFor();
      await proxy.start(at);
    }
    assert.deepEqual((await keptBuilds()).map((name) => name.split("-")[1]), ["two", "three"]);
  },

  "of a server that has no page any more nothing is kept": async () => {
    proxy.hasPage = false;
    assert.equal((await page.reload()).status(), 404);
    await until(
      async () => (await caches.keys()).length === 0 && (await navigator.serviceWorker.getRegistrations()).length === 0,
    );
  },
});
await proxy.goAway();
