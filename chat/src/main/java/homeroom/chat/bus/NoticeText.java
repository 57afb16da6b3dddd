// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Notices as one line of text, for logs and hints: a word and its values, with a space between,
 * several ids in one value with a comma between. Ids have neither.
 */
public final class NoticeText {

  private static final String CONVERSATION = "conversation";
  private static final String SCHOOL = "school";

  private NoticeText() {}

  public static String write(Notice notice) {
    return switch (notice) {
      case Notice.Announced(String id, News.OfConversation(var conversation, var came, var gone)) ->
          line(CONVERSATION, id, conversation.value(), ids(came), ids(gone));
      case Notice.Announced(String id, News.OfSchool()) -> line(SCHOOL, id);
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
      default -> Optional.empty();
    };
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
