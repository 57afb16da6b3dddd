// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one client knows of its conversations, kept as section 6 of the wire's contract tells a
 * client to. Safe for the threads of a line and of its owner.
 */
final class LocalCopy {

  /** One conversation: everything up to {@code rev}, and perhaps something beyond a gap. */
  private static final class Known {
    private long rev;
    private long from;
    private final TreeSet<Long> beyondGap = new TreeSet<>();
    private final TreeMap<Long, JsonNode> bySeq = new TreeMap<>();
    private @Nullable JsonNode conversation;

    void keep(JsonNode message) {
      bySeq.merge(
          message.get("seq").longValue(), message, (old, now) -> rev(now) >= rev(old) ? now : old);
    }

    void closeGap() {
      beyondGap.headSet(rev, true).clear();
      while (beyondGap.remove(rev + 1)) {
        rev++;
      }
    }
  }

  /**
   * What {@code message:sync} is asked with.
   *
   * @param after the last entry of the answer before, if that said that others come
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Question(Map<String, Long> conversations, int limit, @Nullable String after) {}

  private final Map<String, Known> conversations = new HashMap<>();
  private final boolean whole;

  /** Where the sync under way goes on. */
  private @Nullable String after;

  /** Whether every entry of it so far was complete. */
  private boolean complete = true;

  /** A copy of what a client is told when it knows nothing: the newest messages. */
  LocalCopy() {
    this(false);
  }

  private LocalCopy(boolean whole) {
    this.whole = whole;
  }

  /** A copy that asks for every conversation from its first message on. */
  static LocalCopy whole() {
    return new LocalCopy(true);
  }

  /** A message that was pushed, or came in the answer to an own call. */
  synchronized void apply(JsonNode message) {
    Known known =
        conversations.computeIfAbsent(
            message.get("conversationId").stringValue(), id -> new Known());
    known.keep(message);
    known.beyondGap.add(rev(message));
    known.closeGap();
  }

  /** The user is in a conversation from now on: what was before is not known. */
  synchronized void added(JsonNode conversation) {
    Known known =
        conversations.computeIfAbsent(conversation.get("_id").stringValue(), id -> new Known());
    known.rev = Math.max(known.rev, rev(conversation));
    known.from = known.rev;
    known.conversation = conversation;
    known.closeGap();
  }

  synchronized void removed(String conversation) {
    conversations.remove(conversation);
  }

  /** A sync begins; one that broke off is not gone on with. */
  synchronized void beginSync() {
    after = null;
    complete = true;
  }

  synchronized Question question(int limit) {
    var revs = new HashMap<String, Long>();
    conversations.forEach((id, known) -> revs.put(id, known.rev));
    return new Question(revs, limit, after);
  }

  /**
   * Takes in the answer.
   *
   * @param asked the conversations that the question named
   * @return whether everything is known now, else to be asked again
   * @throws AssertionError if the server does not know what it told before
   */
  synchronized boolean answered(JsonNode answer, Set<String> asked) {
    for (JsonNode entry : answer.get("conversations")) {
      String id = entry.get("conversation").get("_id").stringValue();
      if (entry.get("reset").booleanValue() && asked.contains(id)) {
        throw new AssertionError("Reset of a conversation that was known: " + entry);
      }
      if (whole && !asked.contains(id)) {
        conversations.computeIfAbsent(id, missing -> new Known());
        complete = false;
        continue;
      }
      Known known = conversations.computeIfAbsent(id, missing -> new Known());
      if (entry.get("reset").booleanValue()) {
        known.from = rev(entry);
      }
      known.conversation = entry.get("conversation");
      entry.get("messages").forEach(known::keep);
      known.rev = Math.max(known.rev, rev(entry));
      known.closeGap();
      complete &= entry.get("complete").booleanValue();
    }
    answer.get("removed").forEach(id -> conversations.remove(id.stringValue()));
    after = answer.has("next") ? answer.get("next").stringValue() : null;
    if (after != null) {
      return false;
    }
    boolean all = complete;
    beginSync();
    return all;
  }

  synchronized Set<String> ids() {
    return Set.copyOf(conversations.keySet());
  }

  synchronized long rev(String conversation) {
    Known known = conversations.get(conversation);
    return known == null ? -1 : known.rev;
  }

  /** What changed after this rev is known; of what did not change since, perhaps a part. */
  synchronized long from(String conversation) {
    Known known = conversations.get(conversation);
    return known == null ? Long.MAX_VALUE : known.from;
  }

  /** The conversation as last told, if it was. */
  synchronized @Nullable JsonNode conversation(String id) {
    Known known = conversations.get(id);
    return known == null ? null : known.conversation;
  }

  /** Whether something is missing before what came last. */
  synchronized boolean hasGap() {
    return conversations.values().stream().anyMatch(known -> !known.beyondGap.isEmpty());
  }

  /** The messages of a conversation by seq, without what has no rev. */
  synchronized List<JsonNode> messages(String conversation) {
    Known known = conversations.get(conversation);
    return known == null
        ? List.of()
        : known.bySeq.values().stream().map(LocalCopy::revised).toList();
  }

  /** The part of a message that every change gives a new rev; receipts have none. */
  static JsonNode revised(JsonNode message) {
    return ((ObjectNode) message).deepCopy().without(List.of("status", "receipts"));
  }

  private static long rev(JsonNode changed) {
    return changed.get("rev").longValue();
  }
}
