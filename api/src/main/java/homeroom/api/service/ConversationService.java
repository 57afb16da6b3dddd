// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.ConversationPayload;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Rejection;
import homeroom.chat.conversation.ClassClosing;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Groups;
import homeroom.chat.message.ConversationViews;
import homeroom.chat.message.Inbox;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code conversations}: those that the caller is in. */
public final class ConversationService implements Service {

  static final String NAME = "conversations";

  private static final QueryLanguage QUERIES =
      new QueryLanguage(
          Map.of(
              "_id", FieldType.TEXT,
              "type", FieldType.TEXT,
              "classId", FieldType.TEXT,
              "participants", FieldType.TEXT,
              "updatedAt", FieldType.TIME,
              "createdAt", FieldType.TIME),
          ConversationPayload.class);

  private static final PayloadReader<NewConversationPayload> CREATE =
      PayloadReader.of(NewConversationPayload.class);

  private static final PayloadReader<ConversationChangePayload> PATCH =
      PayloadReader.of(ConversationChangePayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(NAME, "The conversations that you are in.", ConversationPayload.class)
          .find("Your conversations.", QUERIES)
          .get("One conversation.", QUERIES)
          .create("Makes a direct conversation or a group.", CREATE)
          .patch(
              "Renames a group, adds people or removes them; closes a class for now, or opens it.",
              PATCH)
          .remove("Leaves a group; an admin closes one that nobody in it manages.");

  private final Inbox inbox;
  private final Conversations conversations;
  private final Groups groups;
  private final ClassClosing closing;
  private final ConversationViews views;

  public ConversationService(
      Inbox inbox,
      Conversations conversations,
      Groups groups,
      ClassClosing closing,
      ConversationViews views) {
    this.inbox = inbox;
    this.conversations = conversations;
    this.groups = groups;
    this.closing = closing;
    this.views = views;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
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

  @Override
  public Created create(Caller caller, JsonNode data) {
    Conversation made =
        switch (CREATE.read(data)) {
          case NewConversationPayload.Direct(_, List<String> participants) ->
              direct(caller, others(caller, participants));
          case NewConversationPayload.Group(_, String title, List<String> participants) ->
              Rejection.orThrow(groups.create(caller, title, others(caller, participants)));
        };
    return new Created(payload(caller, made), false);
  }

  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    ConversationChangePayload wish = PATCH.read(data);
    Boolean closed = wish.closed();
    if (closed != null && wish.title() == null && wish.participants() == null) {
      return payload(
          caller, Rejection.orThrow(closing.close(caller, new ConversationId(id), closed)));
    }
    ConversationChangePayload.Members members = wish.participants();
    var change =
        new Groups.Change(
            wish.title(),
            users(members == null ? null : members.add()),
            users(members == null ? null : members.remove()));
    return payload(
        caller, Rejection.orThrow(groups.change(caller, new ConversationId(id), change)));
  }

  /** Leaves a group, or closes it. */
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

  private static Set<UserId> others(Caller caller, @Nullable List<String> participants) {
    Set<UserId> others = users(participants);
    others.remove(caller.userId());
    return others;
  }

  private static Set<UserId> users(@Nullable List<String> ids) {
    var users = new HashSet<UserId>();
    if (ids != null) {
      ids.forEach(id -> users.add(new UserId(id)));
    }
    return users;
  }
}
