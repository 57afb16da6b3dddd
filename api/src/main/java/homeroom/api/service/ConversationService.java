package homeroom.api.service;

import homeroom.api.wire.ConversationPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.message.Inbox;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code conversations}: those that the caller is in. */
public final class ConversationService implements Service {

  private static final QueryLanguage QUERIES =
      new QueryLanguage(
          Map.of(
              "_id", FieldType.TEXT,
              "type", FieldType.TEXT,
              "classId", FieldType.TEXT,
              "participants", FieldType.TEXT,
              "updatedAt", FieldType.TIME,
              "createdAt", FieldType.TIME),
          Answers.fieldsOf(ConversationPayload.class));

  private final Inbox inbox;

  public ConversationService(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "conversations";
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    QueryLanguage.Parsed parsed = QUERIES.parse(query);
    return Answers.select(
        inbox.find(caller, parsed.query()).map(ConversationPayload::of), parsed.select());
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    QueryLanguage.Parsed parsed = QUERIES.parse(query);
    return Answers.select(
        ConversationPayload.of(Rejection.orThrow(inbox.get(caller, new ConversationId(id)))),
        parsed.select());
  }
}
