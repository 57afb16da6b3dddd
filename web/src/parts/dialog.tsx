// SPDX-License-Identifier: Apache-2.0
import { signal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../language";
import { IconButton } from "./icons";

/** The dialogs that are open, the newest last. */
const open = signal<VNode[]>([]);

export function openDialog(dialog: VNode): void {
  open.value = [...open.value, dialog];
}

export function closeDialog(): void {
  open.value = open.value.slice(0, -1);
}

export function closeDialogs(): void {
  open.value = [];
}

export function isDialogOpen(): boolean {
  return open.peek().length > 0;
}

/** Where dialogs appear. */
export function Dialogs() {
  return <>{open.value}</>;
}

/** How many there were, so that each has a title of its own. */
let dialogs = 0;

/** A modal dialog; the browser keeps the focus in it and gives it back. */
export function Dialog(props: { title: string; class?: string; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [titleId] = useState(() => `dialog-${++dialogs}`);
  // Before any effect of what is in it, which may give the focus to something else than the first button.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current!;
    shown.showModal();
    return () => {
      shown.close(); // as long as it is open nothing else can have the focus
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${props.class ?? ""}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        closeDialog();
      }}
      onClick={(event) => event.target === dialog.current && closeDialog()}
    >
      <div class="dialog-inner">
        <header>
          <h2 id={titleId}>{props.title}</h2>
          <IconButton name={t("dialog.close")} icon="close" onClick={closeDialog} />
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

/** Asks before something that cannot be taken back. */
export function confirm(title: string, text: string, action: string, act: () => void): void {
  openDialog(
    <Dialog title={title} class="small">
      <p>{text}</p>
      <div class="buttons">
        <button type="button" onClick={closeDialog}>
          {t("composer.cancel")}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() => {
            closeDialog();
            act();
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>,
  );
}
