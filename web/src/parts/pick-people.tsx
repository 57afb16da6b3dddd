// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import type { User } from "@homeroom/client";
import { t, type TextName } from "../language";
import type { Session } from "../session";
import { ErrorText, useAnswer } from "./answer";
import { Avatar } from "./avatar";
import { announce } from "./live";

const SHOWN = 20;
const PAUSE_MS = 200;

/** What somebody types, once they stop for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** A box in which people are found by their names, and the people that were. */
export function PickPeople(props: {
  session: Session;
  label: string;
  /** What those found must be, beside their name. */
  query?: { role?: string | { $in: string[] } };
  without: string[];
  /** Why somebody cannot be chosen; nobody is refused where it is missing. */
  refusal?: (user: User) => string | null;
  onPick: (user: User) => void;
  autoFocus?: boolean;
}) {
  const [text, setText] = useState("");
  const words = useSettled(text.trim());
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => void (props.autoFocus && box.current!.focus()), []);
  const { result, error } = useAnswer(
    async () => {
      const query = {
        ...props.query,
        active: true,
        $sort: { name: 1 as const },
        $limit: SHOWN,
        ...(words && { $search: words }),
      };
      return { words, people: (await props.session.client.service("users").find({ query })).data };
    },
    [words, JSON.stringify(props.query?.role)],
  );
  const refusal = props.refusal ?? (() => null);
  const choose = (user: User | undefined) => {
    const why = user && refusal(user);
    if (user && why) {
      announce(t("new.forbidden", { name: user.name, why }));
    } else if (user) {
      props.onPick(user);
      setText("");
      box.current?.focus();
    }
  };
  const found = (result?.people ?? []).filter(({ _id }) => !props.without.includes(_id));
  return (
    <div class="pick">
      <label>
        <span>{props.label}</span>
        <input
          ref={box}
          type="search"
          autocomplete="off"
          placeholder={t("new.to.hint")}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Not while those shown are still of other words: that would choose somebody unseen.
            if (event.key === "Enter" && words && text.trim() === result?.words && found[0]) {
              event.preventDefault();
              choose(found.find((user) => !refusal(user)) ?? found[0]);
            }
          }}
        />
      </label>
      <ErrorText error={error} />
      {result && found.length === 0 && <p class="hint">{t("new.nobody")}</p>}
      <ul class="people-list">
        {found.map((user) => (
          <li key={user._id}>
            <button type="button" aria-disabled={refusal(user) !== null} onClick={() => choose(user)}>
              <PersonLine user={user} {...noteOf(refusal(user))} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function noteOf(why: string | null): { note?: string } {
  return why === null ? {} : { note: why };
}

export function PersonLine({ user, note }: { user: Pick<User, "_id" | "name" | "role">; note?: string }) {
  return (
    <>
      <Avatar id={user._id} name={user.name} userId={user._id} />
      <span>
        <strong dir="auto">{user.name}</strong>
        <small>
          {t(`role.${user.role}` as TextName)}
          {note && ` · ${note}`}
        </small>
      </span>
    </>
  );
}
