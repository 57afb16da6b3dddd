// SPDX-License-Identifier: Apache-2.0
import { base } from "./base";

const WORKER = new URL("service-worker.js", base).href;

/** The one address of a script that this page gives its browser, as its Content-Security-Policy asks for. */
interface ScriptAddresses {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): {
    createScriptURL(address: string): string;
  };
}

/**
 * Has the files of the page kept by src/service-worker.js, so that it opens while the server is away.
 * Browsers allow it on `https` and on the machine itself; elsewhere the page does without.
 */
export function keepShell(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) {
    return;
  }
  const register = () => {
    const { trustedTypes } = globalThis as { trustedTypes?: ScriptAddresses };
    const policy = trustedTypes?.createPolicy("homeroom-shell", { createScriptURL: () => WORKER });
    navigator.serviceWorker.register(policy?.createScriptURL(WORKER) ?? WORKER).catch(() => {});
  };
  // After what the person waits for.
  if (document.readyState === "complete") {
    setTimeout(register, LATER_MS);
  } else {
    addEventListener("load", () => setTimeout(register, LATER_MS), { once: true });
  }
}

const LATER_MS = 1_000;
