// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.time.Instant;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not known to be stored.
 *
 * @param clientId the key by which the server stores it once, however often it is sent
 * @param conversationId where it goes; null if it goes to a person
 * @param to the person it goes to; null if it goes to a conversation
 * @param at when it was written
 * @param refusal the code of the error for which the server refused it; null while it waits. It
 *     stays until it is retried or discarded
 */
public record Unsent(
    String clientId,
    @Nullable String conversationId,
    @Nullable String to,
    String text,
    @Nullable String replyTo,
    Instant at,
    @Nullable String refusal) {

  public Unsent {
    if ((conversationId == null) == (to == null)) {
      throw new IllegalArgumentException("a message goes to a conversation or to a person");
    }
  }

  /** Messages of one place leave one after the other. */
  String place() {
    return conversationId == null ? "to:" + to : conversationId;
  }

  Unsent refusedFor(@Nullable String code) {
    return new Unsent(clientId, conversationId, to, text, replyTo, at, code);
  }

  /** As the server takes it. */
  JSONObject payload() {
    return Json.make(
        "clientId",
        clientId,
        "text",
        text,
        "conversationId",
        conversationId,
        "to",
        to,
        "replyTo",
        replyTo);
  }
}
