// SPDX-License-Identifier: Apache-2.0
import type { Page } from "@homeroom/client";

/** The most that a page of the wire has. */
export const PAGE = 200;
/** More than any class has. */
const MOST = 2_000;

/** All there is, page by page; `find` asks for {@link PAGE} things from there on, in an order that stays. */
export async function findAll<Thing>(find: (skip: number) => Promise<Page<Thing>>): Promise<Thing[]> {
  const all: Thing[] = [];
  for (let total = 1; all.length < Math.min(total, MOST); ) {
    const page = await find(all.length);
    all.push(...page.data);
    total = page.data.length > 0 ? page.total : 0;
  }
  return all;
}
