// SPDX-License-Identifier: Apache-2.0
import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";

/** What is put on paper instead of the page: of an open dialog browsers print a few pages and drop the rest. */
const sheet = signal<VNode | null>(null);

/** Puts it on paper, whenever the page is printed while this is shown. */
export function usePrinted(draw: () => VNode): void {
  useEffect(() => {
    sheet.value = draw();
    return () => void (sheet.value = null);
  }, []);
}

export function Sheet() {
  return <div class="sheet">{sheet.value}</div>;
}
