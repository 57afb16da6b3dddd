// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Watermarks in memory. */
record InMemoryReceiptStore(View view) implements ReceiptStore {

  @Override
  public List<Watermark> watermarks(SchoolId school, ConversationId conversation) {
    return view.in(
        memory -> of(memory, school, conversation).map(Watermarks::all).orElse(List.of()));
  }

  @Override
  public Map<ConversationId, List<Watermark>> watermarksIn(
      SchoolId school, Collection<ConversationId> conversations) {
    return view.in(memory -> {
      var found = new HashMap<ConversationId, List<Watermark>>();
      for (ConversationId id : conversations) {
        of(memory, school, id)
            .map(Watermarks::all)
            .filter(marks -> !marks.isEmpty())
            .ifPresent(marks -> found.put(id, marks));
      }
      return found;
    });
  }

  @Override
  public Map<ConversationId, Watermark> watermarksOf(
      SchoolId school, UserId user, Collection<ConversationId> conversations) {
    return view.in(memory -> {
      var found = new HashMap<ConversationId, Watermark>();
      for (ConversationId id : conversations) {
        of(memory, school, id)
            .flatMap(marks -> marks.of(user))
            .ifPresent(mark -> found.put(id, mark));
      }
      return found;
    });
  }

  @Override
  public void join(SchoolId school, ConversationId conversation, Set<UserId> users) {
    view.in(memory -> {
      var marks = of(memory, school, conversation);
      marks.ifPresent(some -> some.join(users));
      return marks;
    });
  }

  @Override
  public void leave(SchoolId school, ConversationId conversation, Set<UserId> users) {
    view.in(memory -> {
      var marks = of(memory, school, conversation);
      marks.ifPresent(some -> some.leave(users));
      return marks;
    });
  }

  @Override
  public List<WatermarkMove> advance(Collection<WatermarkAdvance> advances) {
    return view.in(memory ->
        advances.stream()
            .flatMap(advance ->
                of(memory, advance.schoolId(), advance.conversationId())
                    .flatMap(marks -> marks.advance(advance))
                    .stream())
            .toList());
  }

  @Override
  public List<MessageReceipt> receipts(SchoolId school, ConversationId conversation, long seq) {
    return view.in(memory ->
        of(memory, school, conversation).map(marks -> marks.receipts(seq)).orElse(List.of()));
  }

  private static Optional<Watermarks> of(
      Memory memory, SchoolId school, ConversationId conversation) {
    return memory.conversation(school, conversation).map(one -> one.watermarks);
  }
}
