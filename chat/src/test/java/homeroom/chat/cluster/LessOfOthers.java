// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.Change;
import homeroom.chat.bus.ChangeListener;
import homeroom.chat.bus.News;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The other nodes, with what the model leaves out. */
record LessOfOthers(OtherNodes others, Without without, Clock clock, BusLimits limits)
    implements OtherNodes {

  @Override
  public void tell(ChangeListener listener) {
    others.tell(
        new ChangeListener() {
          @Override
          public void heard(SchoolId school, Change.OfMessage change) {
            listener.heard(school, change);
          }

          @Override
          public void heard(SchoolId school, News news) {
            listener.heard(school, news);
          }

          @Override
          public void heard(SchoolId school, NodeId from, Notice.OfPresence notice) {
            listener.heard(school, from, notice);
          }

          @Override
          public void heard(SchoolId school, Notice.OfReceipts notice) {
            listener.heard(school, notice);
          }

          @Override
          public void heard(SchoolId school, Notice.OfTyping notice) {
            listener.heard(school, notice);
          }

          @Override
          public void heard(Notice.OfFailure notice) {
            listener.heard(notice);
          }

          @Override
          public void catchUp() {
            listener.catchUp();
          }

          @Override
          public void begins(SchoolId school, Instant since, Instant now) {
            listener.begins(school, since, now);
          }

          @Override
          public void introduce(SchoolId school) {
            if (without != Without.INTRODUCTIONS) {
              listener.introduce(school);
            }
          }

          @Override
          public void living(Set<NodeId> nodes) {
            if (without != Without.ENDINGS) {
              listener.living(nodes);
            }
          }

          @Override
          public Map<ConversationId, RuntimeException> look(SchoolId school, Instant since) {
            return without == Without.LOOKS ? Map.of() : listener.look(school, from(since));
          }

          @Override
          public void look(SchoolId school, ConversationId conversation, Instant since) {
            listener.look(school, conversation, from(since));
          }
        });
  }

  private Instant from(Instant since) {
    return without == Without.PROOF ? clock.instant().minus(limits.margin()) : since;
  }

  @Override
  public void awaitFresh() {
    others.awaitFresh();
  }

  @Override
  public void admit(SchoolId school) {
    others.admit(school);
  }

  @Override
  public Instant inLogUntil(SchoolId school) {
    return from(others.inLogUntil(school));
  }

  @Override
  public Instant servedFrom(SchoolId school) {
    return others.servedFrom(school);
  }

  @Override
  public Instant toldUntil(SchoolId school) {
    return from(others.toldUntil(school));
  }

  @Override
  public boolean hears(SchoolId school) {
    return others.hears(school);
  }

  @Override
  public long logGeneration(SchoolId school) {
    return others.logGeneration(school);
  }

  @Override
  public boolean publish(SchoolId school, long generation, List<Change.OfMessage> changes) {
    return others.publish(
        school, generation, without == Without.CHAIN ? List.of(changes.getLast()) : changes);
  }

  @Override
  public void announce(SchoolId school, News news) {
    if (without != Without.NEWS) {
      others.announce(school, news);
    }
  }

  @Override
  public void report(String what, RuntimeException fault) {
    others.report(what, fault);
  }

  @Override
  public void publish(SchoolId school, Notice notice) {
    others.publish(school, notice);
  }
}
