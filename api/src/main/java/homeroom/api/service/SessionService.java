// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.DevicePayload;
import homeroom.api.wire.Id;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.SignedOutPayload;
import homeroom.chat.people.Device;
import homeroom.chat.people.Devices;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code sessions}: the devices that people signed in with. */
public final class SessionService implements Service {

  private static final String USER_ID = "userId";

  /** What the query says apart from the query language. */
  @Received
  record FindArguments(
      @Id @Description("Whose, for admins; the caller's own if it is missing.")
          @Nullable String userId) {}

  private static final PayloadReader<FindArguments> FIND = PayloadReader.of(FindArguments.class);

  private static final QueryLanguage QUERIES = new QueryLanguage(Map.of(), DevicePayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "sessions", "The devices that people signed in with.", DevicePayload.class)
          .find(
              "The last sign-ins, the newest first; for admins also those of others.",
              QUERIES,
              FIND)
          .remove(
              "Signs out a device, or, with the id of a user, all that the user has.",
              SignedOutPayload.class);

  private final Devices devices;

  public SessionService(Devices devices) {
    this.devices = devices;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    String named = FIND.read(query).userId();
    UserId user = named == null ? caller.userId() : new UserId(named);
    QueryLanguage.Parsed parsed = QUERIES.parseWithout(Set.of(USER_ID), query);
    List<Device> all = Rejection.orThrow(devices.of(caller, user));
    return Answers.select(Page.of(all, parsed.query()).map(DevicePayload::of), parsed.select());
  }

  @Override
  public Object remove(Caller caller, String id) {
    return new SignedOutPayload(id, Rejection.orThrow(devices.signOut(caller, id)).value());
  }
}
