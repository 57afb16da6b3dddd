package homeroom.api.service;

import homeroom.api.wire.ReceiptPayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.RevisionPayload;
import homeroom.chat.message.EditHistory;
import homeroom.chat.message.Receipts;
import homeroom.chat.query.Page;
import homeroom.chat.school.Caller;
import homeroom.chat.school.MessageId;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code receipts} and {@code message-history}: what there is to know of one message. */
public final class OfMessageService implements Service {

  private static final String MESSAGE_ID = "messageId";

  private static final QueryLanguage QUERIES = new QueryLanguage(Map.of(), java.util.Set.of());

  private final String name;
  private final BiFunction<Caller, MessageId, List<? extends Record>> find;

  private OfMessageService(
      String name, BiFunction<Caller, MessageId, List<? extends Record>> find) {
    this.name = name;
    this.find = find;
  }

  /** Who got and who read the caller's message, and when. */
  public static Service receipts(Receipts receipts) {
    return new OfMessageService(
        "receipts",
        (caller, id) ->
            Rejection.orThrow(receipts.of(caller, id)).stream().map(ReceiptPayload::of).toList());
  }

  /** The texts that a message had before. */
  public static Service history(EditHistory history) {
    return new OfMessageService(
        "message-history",
        (caller, id) ->
            Rejection.orThrow(history.of(caller, id)).stream().map(RevisionPayload::of).toList());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    String id = Fields.id(query, MESSAGE_ID);
    ObjectNode rest = ((ObjectNode) query).deepCopy();
    rest.remove(MESSAGE_ID);
    QueryLanguage.Parsed parsed = QUERIES.parse(rest);
    List<? extends Record> all = find.apply(caller, new MessageId(id));
    int skip = Math.min(parsed.query().skip(), all.size());
    int end = Math.min(skip + parsed.query().limit(), all.size());
    return new Page<>(
        all.size(), parsed.query().limit(), parsed.query().skip(), all.subList(skip, end));
  }
}
