// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.PolicyExplanationPayload;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.chat.conversation.Explanation;
import homeroom.chat.conversation.Explanations;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code policy-explanations}: whether somebody may do something, and why, for admins; without the
 * facts for everybody about themselves.
 */
public final class PolicyExplanationService implements Service {

  /** What the query says apart from the query language. */
  @Received
  record FindArguments(
      @Id @Description("Who.") String from,
      @Id @Description("With whom; or conversationId.") @Nullable String to,
      @Id @Description("Where; or to.") @Nullable String conversationId,
      @Description("What: direct or group with somebody, send or reply in a conversation.")
          Explanation.@Nullable What action,
      @Description("When, for example 2026-11-22T20:15:00.000Z; now if it is missing.")
          @Nullable String at) {}

  private static final PayloadReader<FindArguments> FIND = PayloadReader.of(FindArguments.class);

  private static final QueryLanguage QUERIES =
      new QueryLanguage(Map.of(), PolicyExplanationPayload.class);

  private static final ServiceDescription DESCRIPTION =
      ServiceDescription.of(
              "policy-explanations",
              "Whether somebody may do something, and why.",
              PolicyExplanationPayload.class)
          .find(
              "One explanation, by what decides when it is done; for admins, and without the facts"
                  + " for everybody about themselves.",
              QUERIES,
              FIND);

  private final Explanations explanations;

  public PolicyExplanationService(Explanations explanations) {
    this.explanations = explanations;
  }

  @Override
  public ServiceDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    FindArguments asked = FIND.read(query);
    ObjectNode rest = ((ObjectNode) query).deepCopy();
    rest.remove(List.of("from", "to", "conversationId", "action", "at"));
    QueryLanguage.Parsed parsed = QUERIES.parse(rest);
    List<Explanation> one = List.of(explain(caller, asked));
    return Answers.select(
        Page.of(one, parsed.query()).map(PolicyExplanationPayload::of), parsed.select());
  }

  private Explanation explain(Caller caller, FindArguments asked) {
    var from = new UserId(asked.from());
    Instant at = at(asked.at());
    Explanation.What action = asked.action();
    String to = asked.to();
    String conversation = asked.conversationId();
    if ((to == null) == (conversation == null)) {
      throw Rejection.badField(
          "to", "is missing, or there beside conversationId", "Say 'to' or 'conversationId'.");
    }
    boolean withPerson = action == Explanation.What.DIRECT || action == Explanation.What.GROUP;
    if (action != null && withPerson != (to != null)) {
      throw Rejection.badField(
          "action",
          "does not go with the other fields",
          "'direct' and 'group' go with 'to', 'send' and 'reply' with 'conversationId'.");
    }
    return Rejection.orThrow(
        to != null
            ? explanations.with(
                caller, action == null ? Explanation.What.DIRECT : action, from, new UserId(to), at)
            : explanations.in(
                caller,
                action == null ? Explanation.What.SEND : action,
                from,
                new ConversationId(String.valueOf(conversation)),
                at));
  }

  private static @Nullable Instant at(@Nullable String text) {
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw Rejection.badField(
          "at", "is no time", "'at' is a time such as 2026-11-22T08:15:30.123Z.");
    }
  }
}
