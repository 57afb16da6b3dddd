package homeroom.api.service;

import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.message.History;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.SendResult;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Refusal;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code messages}: of the conversations that the caller is in. */
public final class MessageService implements Service {

  private static final String CONVERSATION_ID = "conversationId";

  private static final QueryLanguage QUERIES =
      new QueryLanguage(
          Map.of(
              "_id", FieldType.TEXT,
              "seq", FieldType.NUMBER,
              "rev", FieldType.NUMBER,
              "senderId", FieldType.TEXT,
              "replyTo", FieldType.TEXT,
              "createdAt", FieldType.TIME),
          Answers.fieldsOf(MessagePayload.class));

  private final Messaging messaging;
  private final History history;

  public MessageService(Messaging messaging, History history) {
    this.messaging = messaging;
    this.history = history;
  }

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    String conversation = Fields.optionalId(query, CONVERSATION_ID);
    if (conversation == null) {
      throw Rejection.badField(
          CONVERSATION_ID, "is missing", "Say which conversation's messages: 'conversationId'.");
    }
    QueryLanguage.Parsed parsed = QUERIES.parse(without(query, CONVERSATION_ID));
    Page<MessageView> page =
        Rejection.orThrow(history.find(caller, new ConversationId(conversation), parsed.query()));
    return Answers.select(page.map(MessagePayload::of), parsed.select());
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    QueryLanguage.Parsed parsed = QUERIES.parse(query);
    MessageView view = Rejection.orThrow(history.get(caller, new MessageId(id)));
    return Answers.select(MessagePayload.of(view), parsed.select());
  }

  @Override
  public Created create(Caller caller, JsonNode data) {
    return switch (messaging.send(caller, SendPayload.read(data))) {
      case SendResult.Stored(MessageView view) -> new Created(MessagePayload.of(view), false);
      case SendResult.Repeated(MessageView view) -> new Created(MessagePayload.of(view), true);
      case SendResult.Refused(Refusal refusal) -> throw new Rejection(ErrorPayload.of(refusal));
    };
  }

  private static JsonNode without(JsonNode query, String field) {
    ObjectNode rest = ((ObjectNode) query).deepCopy();
    rest.remove(field);
    return rest;
  }
}
