// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { nextUnread, sections, titleOf } from "./conversations";
import { t } from "./language";
import { closeDialog, Dialog, isDialogOpen, openDialog } from "./parts/dialog";
import { preferences } from "./preferences";
import { go, route } from "./route";
import { ConversationAvatar } from "./screens/inbox";
import type { Session } from "./session";

const SHOWN = 12;

/** The keys of the whole page. */
export function useShortcuts(session: Session): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (act(session, event)) {
        event.preventDefault();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [session]);
}

/** Whether the key was one of ours. */
function act(session: Session, event: KeyboardEvent): boolean {
  if (event.isComposing || isDialogOpen()) {
    return false;
  }
  const isTyping = (event.target as HTMLElement).matches?.("input, textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    openDialog(<Switcher session={session} />);
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const id = nextUnread(session, event.key === "ArrowDown" ? 1 : -1);
    if (id) {
      go("c", id);
    }
  } else if (event.key === "?" && !isTyping && preferences.value.keys) {
    openDialog(<Help />);
  } else if (event.key === "Escape" && !event.defaultPrevented && route.value.screen !== "inbox") {
    go();
    document.querySelector<HTMLElement>(".inbox a[aria-current], .inbox .entry a")?.focus();
  } else {
    return false;
  }
  return true;
}

/** A conversation by a part of its name. */
function Switcher({ session }: { session: Session }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current!.focus(), []);
  const found = sections(session, text)
    .flatMap(([, copies]) => copies)
    .slice(0, SHOWN);
  const chosen = found[Math.min(at, found.length - 1)];
  const open = (id: string | undefined) => {
    if (id) {
      closeDialog();
      go("c", id);
    }
  };
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((before) => (before + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(chosen?.id);
    }
  };
  return (
    <Dialog title={t("switcher.title")}>
      <input
        ref={box}
        type="text"
        role="combobox"
        aria-label={t("switcher.for")}
        aria-expanded={found.length > 0}
        aria-controls="switcher-list"
        aria-autocomplete="list"
        aria-activedescendant={chosen && `switch-${chosen.id}`}
        autocomplete="off"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <ul class="switcher" role="listbox" id="switcher-list" aria-label={t("nav.conversations")}>
        {found.map((copy) => {
          const title = titleOf(session, copy);
          return (
            <li
              key={copy.id}
              role="option"
              id={`switch-${copy.id}`}
              aria-selected={copy === chosen}
              onClick={() => open(copy.id)}
            >
              <ConversationAvatar session={session} copy={copy} title={title} />
              <span dir="auto">{title}</span>
              {copy.unread > 0 && <span class="badge">{copy.unread}</span>}
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p class="hint">{t("inbox.nothing")}</p>}
    </Dialog>
  );
}

function Help() {
  const keys: [string, string][] = [
    ["Ctrl K", t("help.switcher")],
    ["Alt ↓  Alt ↑", t("help.unread")],
    ["↑ ↓", t("help.arrows")],
    ["Enter", t("help.enter")],
    ["Enter", t("help.send")],
    ["Esc", t("help.escape")],
    ["?", t("help.help")],
  ];
  return (
    <Dialog title={t("help.title")}>
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
