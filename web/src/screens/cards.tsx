// SPDX-License-Identifier: Apache-2.0
import type { NewSignInCode, SignInCodes } from "@homeroom/client";
import { base } from "../base";
import { dayAndTime, t } from "../language";
import { tellFailure } from "../parts/answer";
import { confirm, Dialog, openDialog } from "../parts/dialog";
import { usePrinted } from "../parts/sheet";
import type { Session } from "../session";

/**
 * Makes sign-in codes and shows them as cards to be printed and cut, after asking: those of before
 * are good no more.
 */
export function offerCards(session: Session, whom: NewSignInCode, title: string): void {
  confirm(t("cards.make"), t("userId" in whom ? "cards.one.text" : "cards.class.text"), t("cards.make"), () => {
    session.client
      .service("sign-in-codes")
      .create(whom)
      .then(
        (made) => openDialog(<Cards made={made} title={title} />),
        tellFailure,
      );
  });
}

function Cards({ made, title }: { made: SignInCodes; title: string }) {
  usePrinted(() => <CardList made={made} />);
  return (
    <Dialog title={t("cards.title", { name: title })}>
      <p>{t(made.codes.length > 0 ? "cards.once" : "cards.none")}</p>
      <CardList made={made} />
      {made.codes.length > 0 && (
        <div class="buttons">
          <button type="button" class="primary" onClick={() => print()}>
            {t("print")}
          </button>
        </div>
      )}
    </Dialog>
  );
}

function CardList({ made }: { made: SignInCodes }) {
  return (
    <ul class="cards">
      {made.codes.map(({ userId, name, username, code, expiresAt }) => (
        <li key={userId}>
          <strong dir="auto">{name}</strong>
          {username && <p>{t("cards.username", { name: username })}</p>}
          <p>{t("cards.address", { address: base.replace(/\/$/, "") })}</p>
          <p>
            <code class="code">{code}</code>
          </p>
          <small>{t("cards.until", { time: dayAndTime(expiresAt) })}</small>
        </li>
      ))}
    </ul>
  );
}
