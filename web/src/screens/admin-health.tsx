// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import type { Health } from "@homeroom/client";
import { bytes, dayAndTime, number, t, type TextName } from "../language";
import { ErrorText, useAnswer } from "../parts/answer";
import { Icon, type IconName } from "../parts/icons";
import type { Session } from "../session";

const SIGNS: Record<string, IconName> = { fine: "sent", warning: "details", broken: "failed" };

/** How the server is, as far as it concerns this school. */
export function AdminHealth({ session }: { session: Session }) {
  const school = session.client.me?.schoolId ?? session.user.schoolId ?? "";
  const { result, error, again } = useAnswer(() => session.client.service("health").get(school), []);
  return (
    <section>
      <ErrorText error={error} />
      {result && <Found health={result} />}
      <div class="buttons">
        <button type="button" onClick={again}>
          {t("health.again")}
        </button>
      </div>
    </section>
  );
}

function Found({ health }: { health: Health }) {
  const { store, backups, queues, rosterImport } = health;
  return (
    <>
      <p class={`health ${health.status}`} role="status">
        <Icon name={SIGNS[health.status] ?? "details"} /> <strong>{word(health.status)}</strong>{" "}
        <small>{t("health.at", { time: dayAndTime(health.at) })}</small>
      </p>
      <ul class="card-list columns">
        {health.checks.map(({ name, status, message }) => (
          <li key={name} class="with-button">
            <span class={`health ${status}`}>
              <Icon name={SIGNS[status] ?? "details"} />
            </span>
            <div>
              <strong>{t(`health.check.${name}` as TextName)}</strong> <small>{word(status)}</small>
              <small lang="en">{message}</small>
            </div>
          </li>
        ))}
      </ul>
      <dl class="changes">
        <Fact name="health.version">{health.version}</Fact>
        <Fact name="health.since">{dayAndTime(health.startedAt)}</Fact>
        <Fact name="health.connected">
          {t("health.connected.value", { people: health.people, devices: health.devices })}
        </Fact>
        <Fact name="health.store">
          {store.kind}
          {store.durableMicros !== null &&
            `; ${t("health.durable", { millis: number(store.durableMicros / 1_000) })}`}
          {store.bytes !== null && `; ${t("health.bytes", { size: bytes(store.bytes) })}`}
          {store.freeBytes !== null && `; ${t("health.free", { size: bytes(store.freeBytes) })}`}
        </Fact>
        <Fact name="health.backups">
          {backups
            ? t("health.backups.value", {
                time: backups.newestAt ? dayAndTime(backups.newestAt) : "–",
                hours: backups.everyHours,
                failures: backups.failures,
              })
            : t("health.backups.none")}
        </Fact>
        {health.certificateEndsAt && (
          <Fact name="health.certificate">{dayAndTime(health.certificateEndsAt)}</Fact>
        )}
        {queues && <Fact name="health.queues">{t("health.queues.value", { ...queues })}</Fact>}
        <Fact name="health.import">
          {rosterImport
            ? `${dayAndTime(rosterImport.at)}, ${rosterImport.source}: ${rosterImport.changed}`
            : t("health.import.none")}
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: TextName; children: ComponentChildren }) {
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function word(status: string): string {
  return t(`health.${status}` as TextName) || status;
}
