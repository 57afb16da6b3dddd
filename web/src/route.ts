// SPDX-License-Identifier: Apache-2.0
import { signal } from "@preact/signals";

/** What is shown, as the hash says it: the services own the paths. */
export type Route =
  | { screen: "inbox" }
  | { screen: "conversation"; id: string; messageId: string | null }
  | { screen: "first"; userId: string }
  | { screen: "new" }
  | { screen: "people"; classId: string | null }
  | { screen: "search"; words: string }
  | { screen: "settings" }
  | { screen: "admin"; page: AdminPage; id: string | null };

export type AdminPage = "people" | "classes" | "import" | "rules" | "audit" | "health";
const ADMIN_PAGES: string[] = ["people", "classes", "import", "rules", "audit", "health"] satisfies AdminPage[];

export function routeOf(hash: string): Route {
  const [first = "", second, third] = hash.replace(/^#?\/?/, "").split("/").map(decode);
  switch (first) {
    case "c":
      return second ? { screen: "conversation", id: second, messageId: third ?? null } : { screen: "inbox" };
    case "to":
      return second ? { screen: "first", userId: second } : { screen: "new" };
    case "new":
      return { screen: "new" };
    case "people":
      return { screen: "people", classId: second ?? null };
    case "search":
      return { screen: "search", words: second ?? "" };
    case "settings":
      return { screen: "settings" };
    case "admin": {
      const page = ADMIN_PAGES.includes(second ?? "") ? (second as AdminPage) : "people";
      return { screen: "admin", page, id: third ?? null };
    }
    default:
      return { screen: "inbox" };
  }
}

/** What a part of an address says; nothing if it is not well formed. */
export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

export const route = signal<Route>(routeOf(location.hash));
addEventListener("hashchange", () => (route.value = routeOf(location.hash)));

/** An address within the page, of segments that are not encoded yet. */
export function address(...segments: string[]): string {
  return `#/${segments.map(encodeURIComponent).join("/")}`;
}

export function go(...segments: string[]): void {
  location.hash = address(...segments);
}

/** Shows something else without a step for the back button. */
export function goInstead(...segments: string[]): void {
  location.replace(address(...segments));
}
