package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import homeroom.chat.message.Sync;
import homeroom.chat.message.Watermark;
import homeroom.chat.school.ConversationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a sync. */
public record SyncPayload(boolean ok, List<Entry> conversations, List<String> removed) {

  /**
   * What changed in one conversation.
   *
   * @param receipts absent above 100 members
   */
  public record Entry(
      ConversationPayload conversation,
      List<MessagePayload> messages,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Mark> receipts,
      long rev,
      boolean complete,
      boolean reset) {}

  public record Mark(String userId, long deliveredSeq, long readSeq) {}

  public static SyncPayload of(Sync.Changes changes) {
    return new SyncPayload(
        true,
        changes.conversations().stream().map(SyncPayload::entry).toList(),
        changes.removed().stream().map(ConversationId::value).toList());
  }

  private static Entry entry(Sync.Entry entry) {
    return new Entry(
        ConversationPayload.of(entry.conversation()),
        entry.messages().stream().map(MessagePayload::of).toList(),
        entry.hasWatermarks() ? entry.watermarks().stream().map(SyncPayload::mark).toList() : null,
        entry.rev(),
        entry.complete(),
        entry.reset());
  }

  private static Mark mark(Watermark mark) {
    return new Mark(mark.userId().value(), mark.deliveredSeq(), mark.readSeq());
  }
}
