// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;

/** What a node left in the store for all others to find. */
public sealed interface Hint {

  /** Never the same twice. */
  String id();

  SchoolId school();

  /** When it was added, by the clock of the store. */
  Instant at();

  /** Changes of the messages of a conversation were not published. */
  record OfMessages(String id, SchoolId school, ConversationId conversation, Instant at)
      implements Hint {}

  /** Something was announced, whether it was published or not. */
  record OfNews(String id, SchoolId school, News news, Instant at) implements Hint {}
}
