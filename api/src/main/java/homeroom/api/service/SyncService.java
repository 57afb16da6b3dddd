// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.SyncPayload;
import homeroom.chat.message.Sync;
import homeroom.chat.message.SyncRequest;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import java.util.HashMap;
import tools.jackson.databind.JsonNode;

/** {@code sync}: what changed since the revs that a client has. */
public final class SyncService implements Service {

  static final String NAME = "sync";

  private static final PayloadReader<SyncRequestPayload> READER =
      PayloadReader.of(SyncRequestPayload.class);

  /** What it takes, over REST and on sockets. */
  public static final Class<?> REQUEST = READER.type();

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(NAME, "What you missed.", SyncPayload.class)
          .create("What changed since the revs that you have.", READER);

  private final Sync sync;

  public SyncService(Sync sync) {
    this.sync = sync;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Created create(Caller caller, JsonNode data) {
    return new Created(answer(caller, data), false);
  }

  /** The same for {@code message:sync}. */
  public SyncPayload answer(Caller caller, JsonNode data) {
    SyncRequestPayload request = READER.read(data);
    var known = new HashMap<ConversationId, Long>();
    if (request.conversations() != null) {
      request.conversations().forEach((id, rev) -> known.put(new ConversationId(id), rev));
    }
    int limit = request.limit() == null ? Sync.DEFAULT_LIMIT : request.limit();
    ConversationId after = request.after() == null ? null : new ConversationId(request.after());
    var asked = new SyncRequest(known, request.epoch(), after, limit);
    return SyncPayload.of(sync.since(caller, asked, SyncPayload.SIZES), epoch());
  }

  /** The epoch of the store. */
  public String epoch() {
    return sync.epoch().id();
  }
}
