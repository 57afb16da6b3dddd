// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.school.ConversationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one socket was sent and has confirmed, conversation by conversation: a few numbers each, so
 * that a client which never confirms costs nothing that grows. Safe for many threads; never blocks.
 */
final class SocketProgress {

  /** Confirmed: the messages with {@code after < seq' <= seq}. */
  record Confirmed(ConversationId conversation, long after, long seq) {}

  /**
   * What a sync answer brought of a conversation.
   *
   * @param complete whether the client has everything up to {@code rev} with it
   * @param seqs those of the messages in it, rising
   */
  record Brought(ConversationId conversation, boolean complete, long rev, List<Long> seqs) {}

  /** A sync answer that no pong has confirmed yet. */
  private record Answer(long number, Brought brought) {}

  private static final class Progress {
    private long after;
    private long sentSeq;
    private long sentNumber;
    private long confirmedSeq;

    Progress(long after) {
      this.after = after;
      this.confirmedSeq = after;
    }
  }

  private @Nullable Map<ConversationId, Progress> conversations;

  /** The newest of each conversation; null most of the time. */
  private @Nullable Map<ConversationId, Answer> answers;

  /** Somebody else signed in on the socket, who was not sent any of it. */
  synchronized void forget() {
    conversations = null;
    answers = null;
  }

  /** A message goes out to the socket; messages of one conversation come in their order. */
  synchronized void sent(Deliveries.Delivery delivery) {
    Progress progress = progress(delivery);
    progress.sentSeq = delivery.seq();
    progress.sentNumber = delivery.number();
  }

  /** A call of this socket made the message, so that it has it without being sent it. */
  synchronized void made(Deliveries.Delivery delivery) {
    progress(delivery).sentSeq = delivery.seq();
  }

  /** The client acked a delivery; null if that tells nothing new. */
  synchronized @Nullable Confirmed acked(Deliveries.Delivery delivery) {
    Progress progress = conversations == null ? null : conversations.get(delivery.conversation());
    if (progress == null || delivery.number() > progress.sentNumber) {
      return null;
    }
    return confirm(delivery.conversation(), progress, delivery.seq());
  }

  /** A sync answer with that number goes out to the socket. */
  synchronized void answered(long number, List<Brought> brought) {
    Map<ConversationId, Answer> known = answers;
    if (known == null) {
      known = new HashMap<>(4);
      answers = known;
    }
    for (Brought one : brought) {
      known.put(one.conversation(), new Answer(number, one));
    }
  }

  /** Everything up to this delivery, or sync answer, reached the client. */
  synchronized List<Confirmed> confirmedUpTo(long number) {
    var confirmed = new ArrayList<Confirmed>(0);
    if (answers != null) {
      answers
          .values()
          .removeIf(answer -> answer.number() <= number && confirm(answer.brought(), confirmed));
      answers = answers.isEmpty() ? null : answers;
    }
    if (conversations == null) {
      return confirmed;
    }
    conversations.forEach((id, progress) -> {
      if (progress.sentNumber <= number) {
        Confirmed one = confirm(id, progress, progress.sentSeq);
        if (one != null) {
          confirmed.add(one);
        }
      }
    });
    return confirmed;
  }

  /**
   * A complete answer leaves nothing before it that the client lacks, and what was stored since the
   * call was pushed. Of a partial one its messages are confirmed one by one: what stands between
   * them may have changed since, and comes later.
   */
  private boolean confirm(Brought brought, List<Confirmed> confirmed) {
    if (brought.complete()) {
      long upTo = brought.rev();
      Progress progress = conversations == null ? null : conversations.get(brought.conversation());
      if (progress != null) {
        progress.after = 0;
        upTo = Math.max(upTo, progress.confirmedSeq);
        progress.confirmedSeq = upTo;
      }
      return confirmed.add(new Confirmed(brought.conversation(), 0, upTo));
    }
    List<Long> seqs = brought.seqs();
    for (int first = 0, next = 1; first < seqs.size(); first = next, next++) {
      while (next < seqs.size() && seqs.get(next) == seqs.get(next - 1) + 1) {
        next++;
      }
      confirmed.add(new Confirmed(brought.conversation(), seqs.get(first) - 1, seqs.get(next - 1)));
    }
    return true;
  }

  /** Everything confirmed so far, conversation by conversation. */
  synchronized List<Confirmed> allConfirmed() {
    if (conversations == null) {
      return List.of();
    }
    var confirmed = new ArrayList<Confirmed>(0);
    conversations.forEach((id, progress) -> {
      if (progress.confirmedSeq > progress.after) {
        confirmed.add(new Confirmed(id, progress.after, progress.confirmedSeq));
      }
    });
    return confirmed;
  }

  private Progress progress(Deliveries.Delivery delivery) {
    Map<ConversationId, Progress> known = conversations;
    if (known == null) {
      known = new HashMap<>(4);
      conversations = known;
    }
    Progress progress = known.get(delivery.conversation());
    if (progress == null) {
      progress = new Progress(delivery.seq() - 1);
      known.put(delivery.conversation(), progress);
    }
    return progress;
  }

  private static @Nullable Confirmed confirm(ConversationId id, Progress progress, long seq) {
    if (seq <= progress.confirmedSeq) {
      return null;
    }
    progress.confirmedSeq = seq;
    return new Confirmed(id, progress.after, seq);
  }
}
