// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { t } from "../language";
import { Page } from "../parts/page";
import { type AdminPage, address } from "../route";
import type { Session } from "../session";
import { AdminAudit } from "./admin-audit";
import { AdminClass, AdminClasses } from "./admin-classes";
import { AdminHealth } from "./admin-health";
import { AdminImport } from "./admin-import";
import { AdminPeople } from "./admin-people";
import { AdminRules } from "./admin-rules";

const PAGES: AdminPage[] = ["people", "classes", "import", "rules", "audit", "health"];

export function AdminScreen({ session, page, id }: { session: Session; page: AdminPage; id: string | null }) {
  return (
    <Page title={t("nav.admin")} wide>
      <nav class="tabs" aria-label={t("nav.admin")}>
        {PAGES.map((each) => (
          <a href={address("admin", each)} aria-current={each === page ? "page" : undefined}>
            {t(`admin.${each}`)}
          </a>
        ))}
      </nav>
      {content(session, page, id)}
    </Page>
  );
}

function content(session: Session, page: AdminPage, id: string | null): ComponentChildren {
  switch (page) {
    case "people":
      return <AdminPeople session={session} />;
    case "classes":
      return id ? <AdminClass key={id} session={session} id={id} /> : <AdminClasses session={session} />;
    case "import":
      return <AdminImport session={session} id={id} />;
    case "rules":
      return <AdminRules session={session} id={id} />;
    case "audit":
      return <AdminAudit session={session} />;
    case "health":
      return <AdminHealth session={session} />;
  }
}
