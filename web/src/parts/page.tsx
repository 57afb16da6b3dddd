// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { t } from "../language";
import { go } from "../route";
import { IconButton } from "./icons";

/** A screen that is no conversation: a title, and what is below it in a column to read. */
export function Page({ title, wide, children }: { title: string; wide?: boolean; children: ComponentChildren }) {
  return (
    <main class="pane page" id="main" tabIndex={-1}>
      <header class="pane-head">
        <IconButton class="back" name={t("nav.back")} icon="back" onClick={() => go()} />
        <div class="pane-title">
          <h1>{title}</h1>
        </div>
      </header>
      <div class={`page-body ${wide ? "wide" : ""}`}>{children}</div>
    </main>
  );
}
