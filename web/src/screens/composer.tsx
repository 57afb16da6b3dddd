// SPDX-License-Identifier: Apache-2.0
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Id, type Message, placeOf, type Target } from "@homeroom/client";
import { t } from "../language";
import { tellFailure } from "../parts/answer";
import { Icon, IconButton } from "../parts/icons";
import { draftElsewhere, type Session } from "../session";

/** The server counts code points, too. */
const LONGEST = 8_000;

/** What is being written: something new, an answer, or a new text of a message. */
export type Writing = { kind: "new" } | { kind: "reply"; to: Message } | { kind: "edit"; message: Message };

export function Composer(props: {
  session: Session;
  target: Target;
  writing: Writing;
  onDone: () => void;
}) {
  const { session, target, writing, onDone } = props;
  const place = placeOf(target);
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(session.draft(place));
  const conversationId: Id | null = "to" in target ? null : target.conversationId;
  const tooMany = [...text.trim()].length - LONGEST;
  const isEdit = writing.kind === "edit";

  // Before anything is shown: what is typed next, Escape too, is meant for this box.
  useLayoutEffect(() => {
    setText(isEdit ? writing.message.text : session.draft(place));
    const hasKeyboard = matchMedia("(hover: hover)").matches;
    if (hasKeyboard || writing.kind !== "new") {
      box.current!.focus();
    }
  }, [writing, place]);
  useEffect(
    () =>
      draftElsewhere.subscribe((word) => {
        if (word?.place === place && !isEdit) {
          setText(session.draft(place)); // the word may be an old one
        }
      }),
    [place, isEdit],
  );
  useEffect(() => fit(box.current!), [text]);
  useEffect(() => () => void (conversationId && session.client.stopTyping(conversationId)), [place]);

  const change = (now: string) => {
    setText(now);
    if (isEdit) {
      return;
    }
    session.setDraft(place, now);
    if (conversationId && now.trim()) {
      session.client.typing(conversationId);
    } else if (conversationId) {
      session.client.stopTyping(conversationId);
    }
  };
  const cancel = () => {
    onDone();
    box.current!.focus();
  };
  const submit = async () => {
    const trimmed = text.trim();
    if (!trimmed || tooMany > 0) {
      return;
    }
    try {
      if (isEdit) {
        await session.client.edit(writing.message._id, trimmed);
      } else {
        session.client.send(target, trimmed, writing.kind === "reply" ? writing.to._id : null);
        session.setDraft(place, "");
        setText("");
      }
    } catch (thrown) {
      tellFailure(thrown);
      return;
    }
    onDone();
    box.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    const isTouch = matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !isTouch) {
      event.preventDefault();
      void submit();
    } else if (event.key === "Escape" && writing.kind !== "new") {
      event.preventDefault();
      event.stopPropagation();
      cancel();
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {writing.kind !== "new" && (
        <div class="composer-context">
          <span>
            <strong>
              {writing.kind === "reply"
                ? t("composer.reply", { name: session.people.name(writing.to.senderId) })
                : t("composer.edit")}
            </strong>
            <small dir="auto">{writing.kind === "reply" ? writing.to.text : writing.message.text}</small>
          </span>
          <IconButton name={t("composer.cancel")} icon="close" onClick={cancel} />
        </div>
      )}
      <div class="composer-row">
        <textarea
          ref={box}
          rows={1}
          aria-label={t("composer.text")}
          placeholder={t("composer.text")}
          dir="auto"
          value={text}
          aria-invalid={tooMany > 0}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={keys}
        />
        <button type="submit" class="send primary" aria-label={isEdit ? t("composer.save") : t("composer.send")}>
          <Icon name="send" />
        </button>
      </div>
      {tooMany > 0 && (
        <p class="error" role="alert">
          {t("composer.long", { count: tooMany })}
        </p>
      )}
    </form>
  );
}

/** As high as its text, up to a third of the page. */
function fit(box: HTMLTextAreaElement): void {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight + 2, innerHeight / 3)}px`;
}
