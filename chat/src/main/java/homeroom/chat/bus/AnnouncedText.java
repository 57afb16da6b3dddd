// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was announced as one line of text, for stores that keep it as a hint: a word and its values,
 * with a space between; several ids have commas between them. Ids have none of these.
 */
public final class AnnouncedText {

  private static final String CONVERSATION = "conversation";
  private static final String SCHOOL = "school";

  private AnnouncedText() {}

  public static String write(Notice.Announced announced) {
    return switch (announced.news()) {
      case News.OfConversation(var conversation, var came, var gone) ->
          String.join(
              " ", CONVERSATION, announced.id(), conversation.value(), ids(came), ids(gone));
      case News.OfSchool() -> SCHOOL + " " + announced.id();
    };
  }

  /** Empty for what a newer node wrote and this one knows nothing of. */
  public static Optional<Notice.Announced> read(String line) {
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

  private static String ids(Collection<UserId> users) {
    return users.stream().map(UserId::value).sorted().collect(Collectors.joining(","));
  }

  private static Set<UserId> users(String ids) {
    return ids.isEmpty()
        ? Set.of()
        : Arrays.stream(ids.split(",", -1))
            .map(UserId::new)
            .collect(Collectors.toUnmodifiableSet());
  }
}
