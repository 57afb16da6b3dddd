// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.PresenceEntryPayload;
import homeroom.chat.presence.OnlineUser;
import homeroom.chat.presence.Presence;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code presence}: who is online among those whom the caller may see, by id. */
public final class PresenceService implements Service {

  private static final QueryLanguage QUERIES =
      new QueryLanguage(Map.of(), PresenceEntryPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "presence", "Who is online among those you may see.", PresenceEntryPayload.class)
          .find("All who are online.", QUERIES);

  private final Presence<?> presence;

  public PresenceService(Presence<?> presence) {
    this.presence = presence;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    QueryLanguage.Parsed parsed = QUERIES.parse(query);
    List<OnlineUser> online = presence.visibleTo(caller);
    return Answers.select(
        Page.of(online, parsed.query()).map(PresenceEntryPayload::of), parsed.select());
  }
}
