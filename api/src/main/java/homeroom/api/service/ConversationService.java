package homeroom.api.service;

import homeroom.api.wire.ConversationPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Groups;
import homeroom.chat.message.ConversationViews;
import homeroom.chat.message.Inbox;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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
  private final Conversations conversations;
  private final Groups groups;
  private final ConversationViews views;

  public ConversationService(
      Inbox inbox, Conversations conversations, Groups groups, ConversationViews views) {
    this.inbox = inbox;
    this.conversations = conversations;
    this.groups = groups;
    this.views = views;
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

  /** {@code { type: "direct", participants: [userId] }} or {@code { type: "group", ... }}. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    Set<UserId> others = users(data, "participants");
    others.remove(caller.userId());
    Conversation made =
        switch (Fields.text(data, "type")) {
          case "direct" -> direct(caller, others);
          case "group" ->
              Rejection.orThrow(groups.create(caller, Fields.optionalText(data, "title"), others));
          default ->
              throw Rejection.badField(
                  "type",
                  "is neither direct nor group",
                  "'type' is 'direct' or 'group'; a class has its conversation already.");
        };
    return new Created(payload(caller, made), false);
  }

  /** {@code { title?, participants?: { add?: [], remove?: [] } }} of a group. */
  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    Fields.only(data, "title", "participants");
    JsonNode participants = data.get("participants");
    JsonNode people =
        participants == null || participants.isNull()
            ? JsonNodeFactory.instance.objectNode()
            : participants;
    if (!people.isObject()) {
      throw Rejection.badField(
          "participants",
          "is not { add, remove }",
          "'participants' is an object with the lists 'add' and 'remove'.");
    }
    var change =
        new Groups.Change(
            Fields.optionalText(data, "title"), users(people, "add"), users(people, "remove"));
    return payload(
        caller, Rejection.orThrow(groups.change(caller, new ConversationId(id), change)));
  }

  /** Leaves a group. */
  @Override
  public Object remove(Caller caller, String id) {
    return payload(caller, Rejection.orThrow(groups.leave(caller, new ConversationId(id))));
  }

  private Conversation direct(Caller caller, Set<UserId> others) {
    if (others.size() != 1) {
      throw Rejection.badField(
          "participants",
          "does not name one other person",
          "A direct conversation has one other participant.");
    }
    return Rejection.orThrow(conversations.directWith(caller, others.iterator().next()));
  }

  private ConversationPayload payload(Caller caller, Conversation conversation) {
    return ConversationPayload.of(views.of(caller.userId(), conversation));
  }

  private static Set<UserId> users(JsonNode data, String field) {
    var users = new HashSet<UserId>();
    Fields.ids(data, field).forEach(id -> users.add(new UserId(id)));
    return users;
  }
}
