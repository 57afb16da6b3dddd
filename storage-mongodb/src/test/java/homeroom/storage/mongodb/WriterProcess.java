// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes to one conversation in a process of its own: sends, repeats, edits and deletions, mixed by
 * a seed. It tells how many changes it was told are stored.
 */
final class WriterProcess {

  private WriterProcess() {}

  /** Connection string, name, school, conversation, user, how many operations. */
  public static void main(String[] args) {
    var random = new Random(args[1].hashCode());
    try (var stores = MongoStores.open(args[0], "writers", MongoLimits.DEFAULT)) {
      var school = new SchoolId(args[2]);
      var conversation = new ConversationId(args[3]);
      var user = new UserId(args[4]);
      List<MessageId> sent = new ArrayList<>();
      int changes = 0;
      for (int i = 0; i < Integer.parseInt(args[5]); i++) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        int dice = sent.isEmpty() ? 0 : random.nextInt(10);
        if (dice < 6) {
          var id = new MessageId(args[1] + "-" + i);
          var message =
              new NewMessage(id, conversation, school, user, id.value(), "text " + i, null, now);
          stores.messages().append(message);
          if (stores.messages().append(message) instanceof Appended.Stored(Message twice)) {
            throw new IllegalStateException("stored twice: " + twice.id());
          }
          sent.add(id);
          changes++;
        } else {
          MessageId id = sent.get(random.nextInt(sent.size()));
          boolean changed =
              dice < 9
                  ? stores.messages().edit(school, id, user, "edit " + i, now).isPresent()
                  : stores.messages().delete(school, id, user, now).isPresent();
          changes += changed ? 1 : 0;
        }
      }
      System.out.println(changes);
    }
  }
}
