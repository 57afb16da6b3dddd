// SPDX-License-Identifier: Apache-2.0
import { useEffect } from "preact/hooks";
import { unreadInAll } from "./conversations";
import { isFull } from "./device";
import { t } from "./language";
import { closeDialogs, Dialogs, openDialog } from "./parts/dialog";
import { type IconName, Icon } from "./parts/icons";
import { LiveRegion, Note, silence } from "./parts/live";
import { Sheet } from "./parts/sheet";
import { address, go, route } from "./route";
import { AdminScreen } from "./screens/admin";
import { ConversationScreen, FirstMessage } from "./screens/conversation";
import { FirstPassword } from "./screens/first-password";
import { Inbox } from "./screens/inbox";
import { NewMessage } from "./screens/new-message";
import { PeopleScreen } from "./screens/people";
import { SearchScreen } from "./screens/search";
import { SettingsScreen } from "./screens/settings";
import { SignIn } from "./screens/sign-in";
import { type Session, session, signOut, wantsPassword } from "./session";
import { useShortcuts } from "./shortcuts";
import { keepTitles } from "./titles";

export function App() {
  const current = session.value;
  return (
    <>
      {current ? <SignedIn key={current.user._id} session={current} /> : <SignIn />}
      <Dialogs />
      <Note />
      <LiveRegion />
      <Sheet />
    </>
  );
}

function SignedIn({ session }: { session: Session }) {
  useShortcuts(session);
  useEffect(
    () => () => {
      // Whoever comes next sees and hears nothing of this.
      closeDialogs();
      silence();
    },
    [session],
  );
  useEffect(() => {
    if (wantsPassword.peek()) {
      openDialog(<FirstPassword session={session} />);
    }
  }, [session]);
  useEffect(() => keepTitles(session), [session]);
  const { screen } = route.value;
  const unread = unreadInAll(session);
  useEffect(() => {
    document.title = unread > 0 ? `(${unread}) ${t("app")}` : t("app");
    return () => void (document.title = t("app"));
  }, [unread]);
  useEffect(() => {
    const main = document.getElementById("main");
    if (screen !== "inbox" && !main?.contains(document.activeElement)) {
      main?.focus({ preventScroll: true });
    }
  }, [screen]);
  return (
    <div class={`app showing-${screen}`}>
      <a class="skip" href={location.hash} onClick={focusMain}>
        {t("nav.skip")}
      </a>
      <Bar session={session} />
      <Inbox session={session} />
      <div class="stage">
        <ConnectionState session={session} />
        <Screen session={session} />
      </div>
    </div>
  );
}

function focusMain(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Screen({ session }: { session: Session }) {
  const shown = route.value;
  switch (shown.screen) {
    case "conversation":
      return <ConversationScreen session={session} id={shown.id} />;
    case "first":
      return <FirstMessage key={shown.userId} session={session} userId={shown.userId} />;
    case "new":
      return <NewMessage session={session} />;
    case "people":
      return <PeopleScreen key={shown.classId} session={session} classId={shown.classId} />;
    case "search":
      return <SearchScreen session={session} words={shown.words} />;
    case "settings":
      return <SettingsScreen session={session} />;
    case "admin":
      return session.isAdmin ? <AdminScreen session={session} page={shown.page} id={shown.id} /> : <Nothing />;
    case "inbox":
      return <Nothing />;
  }
}

function Nothing() {
  return (
    <main class="pane empty-pane" id="main" tabIndex={-1}>
      <img src="./icon.svg" alt="" width="72" height="72" />
      <h1>{t("inbox.none")}</h1>
      <p class="hint">{t("inbox.none.hint")}</p>
    </main>
  );
}

/** What can be opened from everywhere: at the side, or on a phone at the bottom. */
function Bar({ session }: { session: Session }) {
  const { screen } = route.value;
  const isInbox = screen === "inbox" || screen === "conversation" || screen === "first";
  const to = (...segments: string[]) => () => go(...segments);
  return (
    <nav class="bar" aria-label={t("nav.main")}>
      <BarButton name={t("nav.inbox")} icon="inbox" current={isInbox} onClick={to()} />
      <BarButton name={t("nav.new")} icon="new" current={screen === "new"} onClick={to("new")} />
      <BarButton name={t("nav.people")} icon="people" current={screen === "people"} onClick={to("people")} />
      <BarButton name={t("nav.search")} icon="search" current={screen === "search"} onClick={to("search")} />
      {session.isAdmin && (
        <a
          class="bar-button"
          href={address("admin", "people")}
          title={t("nav.admin")}
          aria-current={screen === "admin" ? "page" : undefined}
        >
          <Icon name="admin" size={22} />
          <span>{t("nav.admin")}</span>
        </a>
      )}
      <span class="bar-space" />
      <BarButton name={t("nav.settings")} icon="settings" current={screen === "settings"} onClick={to("settings")} />
      <BarButton name={t("nav.signout")} icon="signout" onClick={() => void signOut()} />
    </nav>
  );
}

function BarButton(props: { name: string; icon: IconName; current?: boolean; onClick: () => void }) {
  return (
    <button
      type="button"
      class="bar-button"
      title={props.name}
      aria-current={props.current ? "page" : undefined}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={22} />
      <span>{props.name}</span>
    </button>
  );
}

/** How the connection is, if not well, and whether the browser has no room for what is written. */
function ConnectionState({ session }: { session: Session }) {
  const state = session.state.value;
  const isNew = !session.isFilled.value;
  const about =
    state === "offline"
      ? t("state.offline")
      : state === "syncing" && !isNew
        ? t("state.syncing")
        : state === "connecting" && !isNew
          ? t("state.connecting")
          : "";
  const text = [about, isFull.value && t("state.full")].filter(Boolean).join(" ");
  return (
    <p class={`connection ${text ? (isFull.value ? "offline" : state) : "hidden"}`} role="status">
      {text}
    </p>
  );
}
