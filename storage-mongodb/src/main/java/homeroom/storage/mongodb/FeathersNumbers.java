// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * Which seq each message gets: within a conversation they are numbered in the order in which they
 * were sent, while a copy reads all in the order of their ids. Keeps 8 bytes for each message; for
 * one thread.
 */
final class FeathersNumbers {

  private static final int FIRST_SIZE = 1 << 16;

  /** By place, how many revs follow the first; then the first, which is the seq. */
  private int[] revs = new int[FIRST_SIZE];

  /** By place, something of the id, to notice a document that came in between. */
  private int[] marks = new int[FIRST_SIZE];

  private int count;

  /**
   * Numbers the messages and has their conversations know what they come to.
   *
   * @param messages in the order of their ids; as much of each as {@link FeathersMessage} needs
   * @param chats all conversations, in the order of their numbers
   */
  FeathersNumbers(Iterable<FeathersMessage> messages, List<FeathersChat> chats) {
    int[] chatOf = new int[FIRST_SIZE];
    long[] sentAt = new long[FIRST_SIZE];
    int[] sizes = new int[chats.size()];
    for (FeathersMessage message : messages) {
      if (count == revs.length) {
        int more = count + (count >> 1);
        revs = Arrays.copyOf(revs, more);
        marks = Arrays.copyOf(marks, more);
        chatOf = Arrays.copyOf(chatOf, more);
        sentAt = Arrays.copyOf(sentAt, more);
      }
      FeathersChat chat = message.chat();
      note(chat, message);
      revs[count] = message.changes();
      marks[count] = message.id().hashCode();
      chatOf[count] = chat.number;
      sentAt[count] = message.createdAt().toEpochMilli();
      sizes[chat.number]++;
      count++;
    }
    number(chats, grouped(chatOf, sizes), sizes, sentAt);
  }

  private void note(FeathersChat chat, FeathersMessage message) {
    if (message.createdAt().isAfter(chat.changedAt)) {
      chat.changedAt = message.createdAt();
    }
    if (message.deletedAt() == null && !message.createdAt().isBefore(chat.lastAt)) {
      chat.lastAt = message.createdAt();
      chat.last = message.order();
      chat.lastSeq = count;
    }
  }

  /** The places of all messages, those of one conversation together. */
  private int[] grouped(int[] chatOf, int[] sizes) {
    int[] next = new int[sizes.length];
    for (int i = 1; i < sizes.length; i++) {
      next[i] = next[i - 1] + sizes[i - 1];
    }
    int[] places = new int[count];
    for (int place = 0; place < count; place++) {
      places[next[chatOf[place]]++] = place;
    }
    return places;
  }

  private void number(List<FeathersChat> chats, int[] places, int[] sizes, long[] sentAt) {
    int from = 0;
    for (FeathersChat chat : chats) {
      Integer[] ofChat =
          Arrays.stream(places, from, from + sizes[chat.number]).boxed().toArray(Integer[]::new);
      Arrays.sort(ofChat, Comparator.comparingLong(place -> sentAt[place]));
      int rev = 0;
      for (int place : ofChat) {
        int seq = rev + 1;
        rev = seq + revs[place];
        revs[place] = seq;
      }
      chat.rev = rev;
      chat.size = sizes[chat.number];
      chat.lastSeq = chat.last == null ? 0 : revs[chat.lastSeq];
      from += sizes[chat.number];
    }
  }

  int count() {
    return count;
  }

  /**
   * The seq of the message at that place among all.
   *
   * @throws MongoFault if another message was there before
   */
  long seq(int place, FeathersMessage message) {
    if (marks[place] != message.id().hashCode()) {
      throw new MongoFault(
          "The messages changed while they were read: stop the application, then copy again.");
    }
    return revs[place];
  }

  /** What the document of a message is read for when it is counted. */
  static BsonDocument projection(FeathersMapping mapping) {
    var fields = new BsonDocument();
    for (String name :
        List.of("conversationId", "senderId", "createdAt", "deletedAt", "editHistory")) {
      fields.append(mapping.theirs("messages." + name), new BsonInt32(1));
    }
    return fields;
  }
}
