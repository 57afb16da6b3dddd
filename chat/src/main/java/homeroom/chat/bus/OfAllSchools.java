// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Hears the log that is of no school: nothing in it is in the store. */
record OfAllSchools(ChangeListener listener) implements ChangeListener {

  @Override
  public void heard(Notice.OfFailure notice) {
    listener.heard(notice);
  }

  @Override
  public void heard(SchoolId school, Change.OfMessage change) {}

  @Override
  public void heard(SchoolId school, News news) {}

  @Override
  public void heard(SchoolId school, NodeId from, Notice.OfPresence notice) {}

  @Override
  public void heard(SchoolId school, Notice.OfReceipts notice) {}

  @Override
  public void heard(SchoolId school, Notice.OfTyping notice) {}

  @Override
  public void catchUp() {}

  @Override
  public void begins(SchoolId school, Instant since, Instant now) {}

  @Override
  public void introduce(SchoolId school) {}

  @Override
  public void living(Set<NodeId> nodes) {}

  @Override
  public Map<ConversationId, RuntimeException> look(SchoolId school, Instant since) {
    return Map.of();
  }

  @Override
  public void look(SchoolId school, ConversationId conversation, Instant since) {}
}
