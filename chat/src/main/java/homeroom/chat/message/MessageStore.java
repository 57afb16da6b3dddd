// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where messages are kept. Every call blocks, is safe for many threads and processes, and names the
 * school; what is another school's is not there.
 *
 * <p>Each change takes the next {@code rev} of its conversation: without gaps, in commit order,
 * never given back. Whoever reads rev n can read every change up to n. The conversation's {@code
 * rev}, {@code lastMessage} and {@code updatedAt} follow in the same step, or forward-only after
 * it.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Linearizability">linearizability</a>, per
 *     conversation
 */
public interface MessageStore {

  /** The largest number of edits of one message. */
  int MAX_EDITS = 100;

  /** Senders are looked for among this many messages at most. */
  int MAX_SENDERS_OF = 1_000;

  /** Stores the message once per conversation, sender and clientId; durable when it returns. */
  Appended append(NewMessage message);

  /**
   * Replaces the text; the text before it goes into the history in the same step. An equal text is
   * a change like any other.
   *
   * @return the message as stored now; empty if there is none, it is deleted, or it was edited
   *     {@link #MAX_EDITS} times
   */
  Optional<Message> edit(SchoolId school, MessageId id, UserId by, String text, Instant at);

  /**
   * Empties the text and marks the message deleted; the text before it goes into the history in the
   * same step.
   *
   * @return the message as stored now; empty if there is none or it is deleted already
   */
  Optional<Message> delete(SchoolId school, MessageId id, UserId by, Instant at);

  Optional<Message> message(SchoolId school, MessageId id);

  /** The message that the sender's clientId names in the conversation. */
  Optional<Message> byClientId(
      SchoolId school, ConversationId conversation, UserId sender, String clientId);

  /**
   * A page of the messages of these conversations, deleted ones too. Fields: {@code _id
   * conversationId seq rev senderId replyTo createdAt deletedAt}; without an order by seq in one
   * conversation, by createdAt in several.
   */
  Page<Message> find(SchoolId school, Collection<ConversationId> conversations, Query query);

  /** The same in one conversation. */
  default Page<Message> find(SchoolId school, ConversationId conversation, Query query) {
    return find(school, List.of(conversation), query);
  }

  /**
   * Messages with {@code rev > after}, by rev, at most {@code limit}: each once, at its newest rev.
   */
  List<Message> changedSince(SchoolId school, ConversationId conversation, long after, int limit);

  /**
   * Every change with {@code after < rev <= upTo}, by rev, the first {@code limit} of them: those
   * too that later changes of the same message followed.
   */
  List<MessageChange> changesAt(
      SchoolId school, ConversationId conversation, long after, long upTo, int limit);

  /** The {@code limit} messages of highest seq, by seq ascending. */
  List<Message> newest(SchoolId school, ConversationId conversation, int limit);

  /**
   * Messages of these conversations, not deleted, whose text has every word of {@code words} (as
   * prefixes, any case, accents ignored); newest first unless the query orders otherwise.
   */
  Page<Message> search(
      SchoolId school, Collection<ConversationId> conversations, String words, Query query);

  /** The texts that the message had before, oldest first. */
  List<Revision> history(SchoolId school, MessageId id);

  /** The newest seq of the conversation; 0 if there are no messages. */
  long newestSeq(SchoolId school, ConversationId conversation);

  /**
   * Who sent the messages with {@code after < seq <= upTo}, of the newest {@link #MAX_SENDERS_OF}.
   */
  Set<UserId> senders(SchoolId school, ConversationId conversation, long after, long upTo);

  /** Whether the user ever wrote in the conversation, deleted messages included. */
  boolean hasSent(SchoolId school, ConversationId conversation, UserId user);

  /** The newest rev of the conversation, read from the messages themselves; 0 if there are none. */
  long head(SchoolId school, ConversationId conversation);

  /** The same of each of these conversations. */
  Map<ConversationId, Long> heads(SchoolId school, Collection<ConversationId> conversations);

  /**
   * How many messages of others, not deleted, each of these readers has whose seq is above the one
   * given for the reader; counting stops at cap for each.
   *
   * @return a number for every reader asked for
   */
  Map<UserId, Integer> countUnread(
      SchoolId school, ConversationId conversation, Map<UserId, Long> after, int cap);
}
