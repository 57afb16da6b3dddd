// SPDX-License-Identifier: Apache-2.0
// Everything works behind a proxy that gives the server a folder of its own and speaks TLS for it.

import feathersClient from "@feathersjs/client";
import { io } from "socket.io-client";
import { next, run, url } from "./check.mjs";

const { feathers, rest, socketio, authentication } = feathersClient;
const { origin, pathname } = new URL(url);
const socketPath = `${pathname}/socket.io/`;
const transports = { polling: ["polling"], websocket: ["websocket"], upgrading: ["polling", "websocket"] };

function open(options = {}) {
  return io(origin, { path: socketPath, forceNew: true, ...options });
}

async function signIn(name, headers = {}) {
  const answer = await fetch(`${url}/authentication`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ strategy: "local", email: `${name}@demo.school`, password: "homeroom" }),
  });
  return (await answer.json()).accessToken;
}

async function get(path, token) {
  return fetch(url + path, { headers: token ? { Authorization: token } : {} });
}

/** A message that one sends reaches the other, who waits for it. */
async function talk(assert, options) {
  const [teacher, student] = await Promise.all(
    ["teacher1", "student1"].map(async (name) => {
      const socket = open({ ...options, auth: { token: await signIn(name) } });
      const upgraded = options.transports.length > 1 && next(socket.io, "open").then(() => next(socket.io.engine, "upgrade"));
      const [me] = await next(socket, "connected");
      await upgraded;
      return Object.assign(socket, { me });
    }),
  );
  for (const text of ["Hello", "€ \u{1f600}".repeat(500)]) {
    const heard = next(student, "message:new");
    const sent = await teacher.timeout(5000).emitWithAck("message:send", { to: student.me.userId, text, clientId: crypto.randomUUID() });
    assert.equal(sent.ok, true);
    assert.equal((await heard)[0].text, text);
  }
  const name = teacher.io.engine.transport.name;
  teacher.disconnect();
  student.disconnect();
  return name;
}

await run({
  "polling only": async (assert) => {
    assert.equal(await talk(assert, { transports: transports.polling }), "polling");
  },

  "WebSocket only": async (assert) => {
    assert.equal(await talk(assert, { transports: transports.websocket }), "websocket");
  },

  "polling upgraded to WebSocket": async (assert) => {
    assert.equal(await talk(assert, { transports: transports.upgrading }), "websocket");
  },

  "Feathers over fetch and over a socket": async (assert) => {
    for (const transport of [() => rest(url).fetch(fetch), () => socketio(open())]) {
      const app = feathers().configure(transport()).configure(authentication());
      await app.authenticate({ strategy: "local", email: "teacher1@demo.school", password: "homeroom" });
      const page = await app.service("conversations").find({ query: { type: "class", $limit: 1 } });
      assert.equal(page.data.length, 1);
    }
  },

  "pages of the folder may call, others may not": async (assert) => {
    const socket = open({ transports: ["websocket"], extraHeaders: { Origin: origin } });
    await next(socket, "connect");
    socket.disconnect();
    const other = open({ transports: ["websocket"], extraHeaders: { Origin: "https://elsewhere.example" }, reconnection: false });
    await next(other, "connect_error");
    other.disconnect();
  },

  "the page of the descriptions, and what it loads": async (assert) => {
    const page = await get("/docs");
    assert.equal(page.status, 200);
    assert.equal(page.url, `${url}/docs/`);
    const html = await page.text();
    const files = [...html.matchAll(/(?:href|src)="([^"#]+)"/g)].map((found) => found[1]);
    assert.ok(files.includes("docs.js"));
    const script = await (await fetch(new URL("docs.js", page.url))).text();
    files.push(...[...script.matchAll(/load\("([^"]+)"\)/g)].map((found) => found[1]));
    assert.ok(files.some((file) => file.endsWith("openapi.json")));
    for (const file of files) {
      const address = new URL(file, page.url);
      assert.ok(address.href.startsWith(`${url}/`), `${file} leaves the folder`);
      assert.equal((await fetch(address)).status, 200, file);
    }
    const { servers } = await (await get("/openapi.json")).json();
    const server = new URL(servers[0].url, `${url}/openapi.json`).href.replace(/\/$/, "");
    assert.equal(server, url);
    assert.equal((await get("/socket.io/socket.io.min.js")).status, 200);
    const bare = await fetch(url, { redirect: "manual" });
    assert.equal(new URL(bare.headers.get("location"), url).href, `${url}/`);
  },

  "bodies, refusals and headers": async (assert) => {
    const token = await signIn("teacher1", { "X-Forwarded-For": "198.51.100.7", Forwarded: "for=198.51.100.8" });
    const devices = await (await get("/sessions", token)).json();
    assert.doesNotMatch(devices.data[0].network, /^198\.51/);
    const large = await fetch(`${url}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: token },
      body: JSON.stringify({ to: "nobody", text: "x".repeat(1_500_000) }),
    });
    assert.equal(large.status, 413);
    assert.equal((await large.json()).name, "PayloadTooLarge");
    const missing = await get("/messages/nowhere", token);
    assert.equal(missing.status, 404);
    assert.equal((await missing.json()).className, "not-found");
    assert.match(missing.headers.get("x-request-id"), /^[0-9a-f-]{16,}$/);
    assert.ok(missing.headers.get("strict-transport-security"));
    assert.equal((await get("/metrics")).status, 404);
  },
});
