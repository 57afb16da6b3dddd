// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.ReceiptPayload;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.RevisionPayload;
import homeroom.chat.message.EditHistory;
import homeroom.chat.message.Receipts;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import homeroom.chat.school.MessageId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** {@code receipts} and {@code message-history}: what there is to know of one message. */
public final class OfMessageService implements Service {

  private static final String MESSAGE_ID = "messageId";

  /** What the query says apart from the query language. */
  @Received
  record FindArguments(@Id @Description("The message.") String messageId) {}

  private static final PayloadReader<FindArguments> FIND = PayloadReader.of(FindArguments.class);

  private final ServiceDescription description;
  private final QueryLanguage queries;
  private final BiFunction<Caller, MessageId, List<? extends Record>> find;

  private OfMessageService(
      String name,
      String about,
      Class<? extends Record> payload,
      BiFunction<Caller, MessageId, List<? extends Record>> find) {
    this.queries = new QueryLanguage(Map.of(), payload);
    this.description =
        ServiceDescription.of(name, about, payload).find("All there is.", queries, FIND);
    this.find = find;
  }

  /** Who got and who read the caller's message, and when. */
  public static Service receipts(Receipts receipts) {
    return new OfMessageService(
        "receipts",
        "Who got and who read a message of yours, and when.",
        ReceiptPayload.class,
        (caller, id) ->
            Rejection.orThrow(receipts.of(caller, id)).stream()
                .map(receipt -> ReceiptPayload.of(id, receipt))
                .toList());
  }

  /** The texts that a message had before. */
  public static Service history(EditHistory history) {
    return new OfMessageService(
        "message-history",
        "The texts that a message had before.",
        RevisionPayload.class,
        (caller, id) ->
            Rejection.orThrow(history.of(caller, id)).stream()
                .map(revision -> RevisionPayload.of(id, revision))
                .toList());
  }

  @Override
  public ServiceDescription description() {
    return description;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    String id = FIND.read(query).messageId();
    QueryLanguage.Parsed parsed = queries.parseWithout(Set.of(MESSAGE_ID), query);
    List<? extends Record> all = find.apply(caller, new MessageId(id));
    return Answers.select(Page.of(all, parsed.query()), parsed.select());
  }
}
