// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What one device knows of its conversations, kept as section 6 of the wire's contract says. */
final class DeviceCopy {

  /** One conversation: all that changed after {@code from} up to {@code rev}. */
  static final class Known {

    private final String type;
    private long rev;
    private long from;
    private final TreeMap<Long, Version> bySeq = new TreeMap<>();
    private final TreeSet<Long> beyondGap = new TreeSet<>();

    private Known(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }

    long rev() {
      return rev;
    }

    long from() {
      return from;
    }

    /** By seq. */
    NavigableMap<Long, Version> messages() {
      return bySeq;
    }

    private void keep(Version version) {
      bySeq.merge(version.seq(), version, (old, now) -> now.rev() >= old.rev() ? now : old);
    }

    private void closeGap() {
      beyondGap.headSet(rev, true).clear();
      while (beyondGap.remove(rev + 1)) {
        rev++;
      }
    }
  }

  private final Map<String, Known> conversations = new LinkedHashMap<>();
  private @Nullable String after;
  private boolean complete = true;

  /** A message that was pushed, or came in the answer to a call. */
  void apply(JsonNode message) {
    Known known = known(message.path("conversationId").stringValue(), "");
    Version version = Version.of(message);
    known.keep(version);
    known.beyondGap.add(version.rev());
    known.closeGap();
  }

  /** The person is in a conversation from now on; what was before is not known. */
  void added(JsonNode conversation) {
    String id = conversation.path("_id").stringValue();
    if (!isNamed(id)) {
      Known known = named(conversation);
      known.rev = Math.max(known.rev, conversation.path("rev").longValue());
      known.from = known.rev;
      known.closeGap();
    }
  }

  private boolean isNamed(String id) {
    Known known = conversations.get(id);
    return known != null && !known.type.isEmpty();
  }

  void removed(String conversation) {
    conversations.remove(conversation);
  }

  private Known known(String id, String type) {
    return conversations.computeIfAbsent(id, missing -> new Known(type));
  }

  /** With its type, which a message does not tell. */
  private Known named(JsonNode conversation) {
    String id = conversation.path("_id").stringValue();
    Known old = conversations.get(id);
    if (old != null && !old.type.isEmpty()) {
      return old;
    }
    Known known = new Known(conversation.path("type").stringValue());
    if (old != null) {
      known.rev = old.rev;
      known.from = old.from;
      known.bySeq.putAll(old.bySeq);
      known.beyondGap.addAll(old.beyondGap);
    }
    conversations.put(id, known);
    return known;
  }

  /** A sync begins; one that broke off is not gone on with. */
  void beginSync() {
    after = null;
    complete = true;
  }

  /** What to ask with. */
  Map<String, Object> question(@Nullable String epoch) {
    var revs = new HashMap<String, Long>();
    conversations.forEach((id, known) -> revs.put(id, known.rev));
    var question = new HashMap<String, Object>(Map.of("conversations", revs, "limit", 500));
    if (epoch != null) {
      question.put("epoch", epoch);
    }
    if (after != null) {
      question.put("after", after);
    }
    return question;
  }

  /** What an answer was besides what it told. */
  record Told(boolean done, int messages, Set<String> resets) {}

  Told answered(JsonNode answer, Set<String> asked) {
    int messages = 0;
    var resets = new TreeSet<String>();
    for (JsonNode entry : answer.path("conversations")) {
      messages += entry.path("messages").size();
      if (entry.path("reset").booleanValue()) {
        String id = entry.path("conversation").path("_id").stringValue();
        if (asked.contains(id)) {
          resets.add(id);
        }
        restart(id, entry);
      } else {
        take(entry);
      }
      complete &= entry.path("complete").booleanValue();
    }
    answer.path("removed").forEach(id -> conversations.remove(id.stringValue()));
    after = answer.path("next").isString() ? answer.path("next").stringValue() : null;
    if (after != null) {
      return new Told(false, messages, resets);
    }
    boolean all = complete;
    beginSync();
    return new Told(all, messages, resets);
  }

  /** What there was before is forgotten; without room for its messages it is asked for later. */
  private void restart(String id, JsonNode entry) {
    Known old = conversations.remove(id);
    if (entry.path("complete").booleanValue()) {
      Known known = named(entry.path("conversation"));
      known.from = entry.path("rev").longValue();
      if (old != null) {
        old.bySeq.values().stream()
            .filter(version -> version.rev() > known.from)
            .forEach(known::keep);
        known.beyondGap.addAll(old.beyondGap);
      }
      take(entry);
    }
  }

  private void take(JsonNode entry) {
    Known known = named(entry.path("conversation"));
    for (JsonNode message : entry.path("messages")) {
      known.keep(Version.of(message));
    }
    known.rev = Math.max(known.rev, entry.path("rev").longValue());
    known.closeGap();
  }

  /** Whether something is missing before what came last. */
  boolean hasGap() {
    return conversations.values().stream().anyMatch(known -> !known.beyondGap.isEmpty());
  }

  /** By id, in the order in which they were heard of. */
  Map<String, Known> conversations() {
    return conversations;
  }
}
