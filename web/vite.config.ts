// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const client = fileURLToPath(new URL("../clients/js/src/index.ts", import.meta.url));
/** Where `npm run dev` finds a server. */
const server = "http://127.0.0.1:3030";

export default defineConfig({
  base: "./",
  resolve: { alias: { "@homeroom/client": client }, dedupe: ["socket.io-client"] },
  build: {
    target: "es2022",
    outDir: "target/made/homeroom/web",
    emptyOutDir: true,
    license: { fileName: "assets/licences.txt" },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      "/authentication": server,
      "/demo.json": server,
      "/socket.io/": { target: server, ws: true },
    },
  },
});
