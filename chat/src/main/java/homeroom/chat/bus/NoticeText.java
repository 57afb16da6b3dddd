// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Notices as one line of text, for logs and hints: a word and its values, with a space between; the
 * parts of a value have slashes between them, several ids commas. Ids have none of these.
 */
public final class NoticeText {

  private static final String CONVERSATION = "conversation";
  private static final String SCHOOL = "school";
  private static final String CAME = "came";
  private static final String LEFT = "left";
  private static final String HERE = "here";
  private static final String HERE_AND_WHO_ELSE = "who";
  private static final String READ = "read";
  private static final String DELIVERED = "delivered";
  private static final String TYPES = "types";
  private static final String STOPPED = "stopped";
  private static final String FAILED = "failed";

  private NoticeText() {}

  public static String write(Notice notice) {
    return switch (notice) {
      case Notice.Announced(String id, News.OfConversation(var conversation, var came, var gone)) ->
          line(CONVERSATION, id, conversation.value(), ids(came), ids(gone));
      case Notice.Announced(String id, News.OfSchool()) -> line(SCHOOL, id);
      case Notice.OfPresence.Came(Present who) -> line(CAME, present(who));
      case Notice.OfPresence.Left(UserId user) -> line(LEFT, user.value());
      case Notice.OfPresence.Here(List<Present> people, boolean asks) ->
          people.stream()
              .map(NoticeText::present)
              .collect(Collectors.joining(" ", (asks ? HERE_AND_WHO_ELSE : HERE) + " ", ""));
      case Notice.OfReceipts receipts -> receipts(receipts);
      case Notice.OfTyping(var conversation, var user, boolean started) ->
          line(started ? TYPES : STOPPED, conversation.value(), user.value());
      case Notice.OfFailure(String kind, String account, String origin) ->
          line(FAILED, coded(kind), coded(account), coded(origin));
    };
  }

  /** Empty for what a newer node wrote and this one knows nothing of. */
  public static Optional<Notice> read(String line) {
    List<String> values = List.of(line.split(" ", -1));
    return switch (values.getFirst()) {
      case CONVERSATION ->
          Optional.of(
              new Notice.Announced(
                  values.get(1),
                  new News.OfConversation(
                      new ConversationId(values.get(2)),
                      users(values.get(3)),
                      users(values.get(4)))));
      case SCHOOL -> Optional.of(new Notice.Announced(values.get(1), new News.OfSchool()));
      case CAME -> Optional.of(new Notice.OfPresence.Came(present(values.get(1))));
      case LEFT -> Optional.of(new Notice.OfPresence.Left(new UserId(values.get(1))));
      case HERE -> Optional.of(new Notice.OfPresence.Here(people(values), false));
      case HERE_AND_WHO_ELSE -> Optional.of(new Notice.OfPresence.Here(people(values), true));
      case READ -> Optional.of(receipts(values, true));
      case DELIVERED -> Optional.of(receipts(values, false));
      case TYPES -> Optional.of(typing(values, true));
      case STOPPED -> Optional.of(typing(values, false));
      case FAILED ->
          Optional.of(
              new Notice.OfFailure(
                  decoded(values.get(1)), decoded(values.get(2)), decoded(values.get(3))));
      default -> Optional.empty();
    };
  }

  private static String receipts(Notice.OfReceipts receipts) {
    return receipts.receipts().stream()
        .map(one -> one.user().value() + "/" + one.seq() + "/" + one.at().toEpochMilli())
        .collect(
            Collectors.joining(
                " ",
                line(
                        receipts.read() ? READ : DELIVERED,
                        receipts.conversation().value(),
                        Long.toString(receipts.after()),
                        ids(receipts.to()))
                    + " ",
                ""));
  }

  private static Notice receipts(List<String> values, boolean read) {
    return new Notice.OfReceipts(
        new ConversationId(values.get(1)),
        read,
        Long.parseLong(values.get(2)),
        values.stream().skip(4).map(NoticeText::receipt).toList(),
        users(values.get(3)));
  }

  private static Notice.Receipt receipt(String text) {
    String[] parts = text.split("/", -1);
    return new Notice.Receipt(
        new UserId(parts[0]),
        Long.parseLong(parts[1]),
        Instant.ofEpochMilli(Long.parseLong(parts[2])));
  }

  private static Notice typing(List<String> values, boolean started) {
    return new Notice.OfTyping(
        new ConversationId(values.get(1)), new UserId(values.get(2)), started);
  }

  /** Of what may have spaces. */
  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String present(Present who) {
    String classes =
        who.classIds().stream().map(ClassId::value).sorted().collect(Collectors.joining(","));
    return who.user().value() + "/" + who.role() + "/" + classes;
  }

  private static Present present(String text) {
    String[] parts = text.split("/", -1);
    return new Present(
        new UserId(parts[0]), Role.valueOf(parts[1]), several(parts[2], ClassId::new));
  }

  private static List<Present> people(List<String> values) {
    return values.stream().skip(1).filter(one -> !one.isEmpty()).map(NoticeText::present).toList();
  }

  private static String line(String... values) {
    return String.join(" ", values);
  }

  private static String ids(Collection<UserId> users) {
    return users.stream().map(UserId::value).sorted().collect(Collectors.joining(","));
  }

  private static Set<UserId> users(String ids) {
    return several(ids, UserId::new);
  }

  private static <T> Set<T> several(String ids, Function<String, T> one) {
    return ids.isEmpty()
        ? Set.of()
        : Arrays.stream(ids.split(",", -1)).map(one).collect(Collectors.toUnmodifiableSet());
  }
}
