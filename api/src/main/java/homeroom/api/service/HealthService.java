// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.HealthPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** {@code health}: how the server is, for admins, without anything of other schools. */
public final class HealthService implements Service {

  private static final QueryLanguage QUERIES = new QueryLanguage(Map.of(), HealthPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "health",
              "How the server is: store, disk, clock, backups, certificate, queues.",
              HealthPayload.class)
          .get("How it is for the school with that id; for admins.", QUERIES);

  private final Function<SchoolId, HealthPayload> health;

  /**
   * @param health how the server is for a school; may block on the store
   */
  public HealthService(Function<SchoolId, HealthPayload> health) {
    this.health = health;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    var _ =
        Rejection.orThrow(
            Outcome.check(
                caller.role() == Role.ADMIN,
                () ->
                    Refusal.of(
                        RefusalCode.HEALTH_NOT_YOURS,
                        "Only an admin of the school sees how the server is.")));
    if (!id.equals(caller.schoolId().value())) {
      throw Rejection.notFound(RefusalCode.THING_NOT_FOUND, id);
    }
    return Answers.select(health.apply(caller.schoolId()), QUERIES.parse(query).select());
  }
}
