// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.api.wire.Description;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.chat.message.Editing;
import homeroom.chat.message.History;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.Sent;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import homeroom.chat.school.MessageId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code messages}: of the conversations that the caller is in. */
public final class MessageService implements Service {

  static final String NAME = "messages";

  private static final String SEARCH = "$search";

  /** The longest search, in characters. */
  private static final int MAX_SEARCH = 200;

  private static final QueryLanguage QUERIES =
      new QueryLanguage(
          Map.of(
              "_id",
              FieldType.TEXT,
              NamedConversations.FIELD,
              FieldType.MEMBERSHIP,
              "seq",
              FieldType.NUMBER,
              "rev",
              FieldType.NUMBER,
              "senderId",
              FieldType.TEXT,
              "replyTo",
              FieldType.TEXT,
              "createdAt",
              FieldType.TIME,
              "deletedAt",
              FieldType.TIME),
          MessagePayload.class);

  /** What the query of a find says apart from the query language. */
  @Received
  record FindArguments(
      @JsonProperty(SEARCH)
          @Description("Words that the text has; at most " + MAX_SEARCH + " characters.")
          @Nullable String search) {}

  private static final PayloadReader<FindArguments> FIND = PayloadReader.of(FindArguments.class);

  private static final PayloadReader<SendPayload> CREATE = PayloadReader.of(SendPayload.class);

  private static final PayloadReader<EditPayload.Text> PATCH =
      PayloadReader.of(EditPayload.Text.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(NAME, "The messages of your conversations.", MessagePayload.class)
          .find(
              "Messages of the conversations that 'conversationId' names, or that have the words"
                  + " of '$search'. Deleted ones only where the query names 'deletedAt'.",
              QUERIES,
              FIND)
          .get("One message.", QUERIES)
          .create(
              "Sends a message: stored before it is answered, then pushed to the other members.",
              CREATE)
          .patch("Edits your own message, within the school's time for it.", PATCH)
          .remove("Deletes a message: it stays, without its text.");

  private final Messaging messaging;
  private final History history;
  private final Editing editing;

  public MessageService(Messaging messaging, History history, Editing editing) {
    this.messaging = messaging;
    this.history = history;
    this.editing = editing;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    String words = FIND.read(query).search();
    QueryLanguage.Parsed parsed = QUERIES.parseWithout(Set.of(SEARCH), query);
    NamedConversations named = NamedConversations.in(parsed.query());
    Page<MessageView> page =
        Rejection.orThrow(
            words == null
                ? history.find(caller, named.ids(), named.query())
                : history.search(caller, named.idsIfAny(), searchable(words), named.query()));
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
    Sent sent = Rejection.orThrow(messaging.send(caller, CREATE.read(data).wish()));
    return new Created(MessagePayload.of(sent.message()), sent.duplicate());
  }

  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    String text = PATCH.read(data).text();
    return MessagePayload.of(Rejection.orThrow(editing.edit(caller, new MessageId(id), text)));
  }

  @Override
  public Object remove(Caller caller, String id) {
    return MessagePayload.of(Rejection.orThrow(editing.delete(caller, new MessageId(id))));
  }

  private static String searchable(String words) {
    if (words.isBlank() || words.length() > MAX_SEARCH) {
      throw Rejection.badField(
          SEARCH,
          "is empty or too long",
          "'$search' is the words to find, at most " + MAX_SEARCH + " characters.");
    }
    return words;
  }
}
