// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.Sync;
import homeroom.chat.message.Watermark;
import homeroom.chat.message.WireSizes;
import homeroom.chat.school.ConversationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a sync. */
@Description("What changed since the revs that a client has.")
public record SyncPayload(
    @Const("true") boolean ok,
    List<Entry> conversations,
    @Description("Conversations that are no longer yours.") @Id List<String> removed,
    @Description("The history that all revs are of. Send it with them.") String epoch,
    @Description("Entries were left: go on with it as after. Left out if there are none.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Id
        @Nullable String next) {

  /** How long entries and messages are, with what separates them. */
  public static final WireSizes SIZES =
      new WireSizes() {
        @Override
        public int of(MessageView message) {
          return Json.bytes(MessagePayload.of(message)).length + 1;
        }

        @Override
        public int of(Sync.Entry entry) {
          return Json.bytes(entry(entry)).length + REV_DIGITS;
        }
      };

  /** An entry is measured before its rev is known. */
  private static final int REV_DIGITS = 20;

  /**
   * What changed in one conversation.
   *
   * @param receipts absent above {@link Sync#MAX_WATERMARKS} members
   */
  @Description("What changed in one conversation.")
  public record Entry(
      ConversationPayload conversation,
      @Description("What changed, each at its newest rev, in their order.")
          List<MessagePayload> messages,
      @Description("Left out above " + Sync.MAX_WATERMARKS + " members.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable List<Mark> receipts,
      @Description("Where to continue.") long rev,
      @Description("Whether nothing more waits; else sync again from rev.") boolean complete,
      @Description("Whether to forget what you have of it: these are its newest messages.")
          boolean reset) {}

  @Description("How far a member is.")
  public record Mark(@Id String userId, long deliveredSeq, long readSeq) {}

  public static SyncPayload of(Sync.Changes changes, String epoch) {
    return new SyncPayload(
        true,
        changes.conversations().stream().map(SyncPayload::entry).toList(),
        changes.removed().stream().map(ConversationId::value).toList(),
        epoch,
        changes.next() == null ? null : changes.next().value());
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
