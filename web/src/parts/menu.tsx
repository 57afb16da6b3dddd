// SPDX-License-Identifier: Apache-2.0
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "./icons";

export interface MenuItem {
  name: string;
  act: () => void;
  danger?: boolean;
}

/** A button, past which Tab goes, that opens a menu: arrows move in it, Escape closes it. */
export function Menu({ name, items }: { name: string; items: () => MenuItem[] }) {
  const [shown, setShown] = useState<MenuItem[] | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const close = (focus: boolean) => {
    setShown(null);
    if (focus) {
      root.current?.querySelector("button")?.focus();
    }
  };
  // Before anything is shown: the next key is meant for the menu.
  useLayoutEffect(() => {
    if (!shown) {
      return;
    }
    entries(root.current)[0]?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) {
        close(false);
      }
    };
    addEventListener("pointerdown", outside);
    return () => removeEventListener("pointerdown", outside);
  }, [shown]);
  const keys = (event: KeyboardEvent) => {
    const all = entries(root.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (shown && event.key === "Escape") {
      close(true);
    } else if (shown && event.key === "Tab") {
      close(false);
      return;
    } else if (shown && target !== undefined) {
      all.at(target % all.length)?.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu" ref={root} onKeyDown={keys}>
      <IconButton
        name={name}
        icon="more"
        expanded={shown !== null}
        isMenu
        onClick={() => (shown ? close(true) : setShown(items()))}
      />
      {shown && (
        <div role="menu" aria-label={name}>
          {shown.map((item) => (
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger ? "danger" : ""}
              onClick={() => {
                close(true);
                item.act();
              }}
            >
              {item.name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function entries(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
}
