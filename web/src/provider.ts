// SPDX-License-Identifier: Apache-2.0
import { HomeroomError, type SignIn } from "@homeroom/client";
import { base } from "./base";
import { sentenceOf, t } from "./language";
import { decode } from "./route";

/** An identity provider of a school that shares the server. */
export interface Provider {
  name: string;
  school: string;
  /** Where a sign-in with it begins. */
  url: string;
}

/** Kept while the browser is at the provider: what was shown, and whose device it is. */
const AWAY = "homeroom.away";

export async function findProviders(): Promise<Provider[]> {
  try {
    const address = new URL("authentication/oidc", base);
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as { data: Provider[] }).data : [];
  } catch {
    return [];
  }
}

/** Leaves for the provider, which sends the browser back to this page. */
export function leaveFor(provider: Provider, mine: boolean): void {
  sessionStorage.setItem(AWAY, JSON.stringify({ mine, name: provider.name, hash: location.hash }));
  location.assign(`${provider.url}?return=/`);
}

/** What a provider sent back, and what this tab was doing when it left. */
export interface Back {
  data: SignIn | null;
  error: HomeroomError | null;
  mine: boolean;
  /** The provider's name; empty if the sign-in began in another tab. */
  name: string;
}

/** Whether the address says that the browser comes back from a provider; takes that out of it. */
export function backFromProvider(): Back | null {
  const found = /^#(code|error)=(.+)$/.exec(location.hash);
  if (!found) {
    return null;
  }
  const left = JSON.parse(sessionStorage.getItem(AWAY) ?? "{}") as Partial<Back & { hash: string }>;
  sessionStorage.removeItem(AWAY);
  // Neither a reload nor the back button tries a used code again.
  history.replaceState(null, "", left.hash || "#/");
  const value = decode(found[2]!);
  const isCode = found[1] === "code";
  // Whoever made the address chose the code, and nobody but this page says what it means.
  const message = sentenceOf(value) || t("error.oidc-failed");
  const refusal = { name: "NotAuthenticated", message, code: 401, data: { code: value } };
  return {
    data: isCode ? { strategy: "oidc", code: value } : null,
    error: isCode ? null : new HomeroomError(refusal),
    mine: left.mine ?? false,
    name: left.name ?? "",
  };
}

/** Where one signs out of a provider. */
export function logoutAddress(name: string): string {
  return new URL(`authentication/oidc/${encodeURIComponent(name)}/logout`, base).href;
}
