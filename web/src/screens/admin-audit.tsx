// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { dayAndTime, t } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { useSettled } from "../parts/pick-people";
import type { Session } from "../session";
import { Pages } from "./admin-people";

const PAGE = 50;

/** What was done at the school, the newest first. */
export function AdminAudit({ session }: { session: Session }) {
  const [action, setAction] = useState("");
  const [skip, setSkip] = useState(0);
  const settled = useSettled(action.trim());
  const { result, error } = useAnswer(
    () =>
      session.client.service("audit").find({
        query: { $limit: PAGE, $skip: skip, $sort: { seq: -1 }, ...(settled && { action: settled }) },
      }),
    [settled, skip],
  );
  return (
    <section>
      <div class="toolbar">
        <input
          type="search"
          aria-label={t("admin.audit.action")}
          placeholder={t("admin.audit.action")}
          value={action}
          onInput={(event) => {
            setAction(event.currentTarget.value);
            setSkip(0);
          }}
        />
      </div>
      <ErrorText error={error} />
      <div class="table" tabIndex={0} role="region" aria-label={t("admin.audit")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("admin.audit.when")}</th>
              <th scope="col">{t("admin.audit.who")}</th>
              <th scope="col">{t("admin.audit.what")}</th>
              <th scope="col">{t("admin.audit.whom")}</th>
              <th scope="col">{t("admin.audit.detail")}</th>
            </tr>
          </thead>
          <tbody>
            {result?.data.map((entry) => (
              <tr key={entry._id}>
                <td>{dayAndTime(entry.at)}</td>
                <td>{session.people.who(entry.actor)}</td>
                <td>
                  <code>{entry.action}</code>
                </td>
                <td>{entry.target && session.people.who(entry.target)}</td>
                <td>
                  {entry.detail} {entry.count > 1 && t("admin.audit.times", { count: entry.count })} {entry.reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pages total={result?.total ?? 0} skip={skip} page={PAGE} onSkip={setSkip} />
    </section>
  );
}
