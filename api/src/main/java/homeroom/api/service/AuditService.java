// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.AuditPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.RefusalCode;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code audit}: what was done at the school, for its admins. */
public final class AuditService implements Service {

  /** The longest number of a place, in digits. */
  private static final int MAX_DIGITS = 18;

  private static final QueryLanguage QUERIES =
      new QueryLanguage(
          Map.of(
              "seq", FieldType.NUMBER,
              "at", FieldType.TIME,
              "actor", FieldType.TEXT,
              "action", FieldType.TEXT,
              "target", FieldType.TEXT,
              "network", FieldType.TEXT),
          AuditPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "audit", "What was done at the school, in a chain of hashes.", AuditPayload.class)
          .find("What was done, the newest first; for admins.", QUERIES)
          .get("One entry, by its seq; for admins.", QUERIES);

  private final Audit audit;

  public AuditService(Audit audit) {
    this.audit = audit;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    QueryLanguage.Parsed parsed = QUERIES.parse(query);
    Page<AuditEntry> page = Rejection.orThrow(audit.find(caller, parsed.query()));
    return Answers.select(page.map(AuditPayload::of), parsed.select());
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    Query one = Query.where(Filter.equal("seq", place(id)));
    return Rejection.orThrow(audit.find(caller, one)).data().stream()
        .findFirst()
        .map(AuditPayload::of)
        .orElseThrow(() -> Rejection.notFound(RefusalCode.THING_NOT_FOUND, id));
  }

  /** 0, which no entry has, if it is no number. */
  private static long place(String id) {
    boolean number = id.length() <= MAX_DIGITS && id.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Long.parseLong(id) : 0;
  }
}
