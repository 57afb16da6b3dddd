// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.List;

/** The other nodes on the store, for whoever changes something that they tell of too. */
public interface OtherNodes extends Announcements {

  /** Names the log that is of no school, and that every node follows. */
  SchoolId OF_ALL_SCHOOLS = SchoolId.ALL;

  /** Has the listener hear of what they change; called once, before anything else. */
  void tell(ChangeListener listener);

  /**
   * Returns once this node is known to have reached the store a moment ago; before it answers
   * anybody.
   *
   * @throws homeroom.chat.school.StoreUnavailable if that takes too long
   */
  void awaitFresh();

  /**
   * Somebody comes to the school here: from when this returns it is heard, or as soon as the bus is
   * back. Whoever comes reads the store after that. Blocks only for the first.
   */
  void admit(SchoolId school);

  /**
   * Everything that changed in the school before this moment is in its log, or was when it began.
   */
  Instant inLogUntil(SchoolId school);

  /** What changed in the school before this moment did so before anybody was let in here. */
  Instant servedFrom(SchoolId school);

  /** Something is wrong with what they made, after which this node goes on; never waits. */
  void report(String what, RuntimeException fault);

  /** Whether this node hears what the others say of the school now. */
  boolean hears(SchoolId school);

  /**
   * Of what changed in the school before this moment everybody here was told who was to be: no look
   * into the store will go back so far.
   */
  Instant toldUntil(SchoolId school);

  /**
   * Another number whenever what was handed over before, or heard, may have no place in the log.
   */
  long logGeneration(SchoolId school);

  /**
   * Hands changes over to be appended to the log as one entry; never waits.
   *
   * @param changes of one conversation, without gaps, after what the log has
   * @param generation that of the log when it was known to have what is before them
   * @return false if the log is no longer that; nothing was handed over then
   */
  boolean publish(SchoolId school, long generation, List<Change.OfMessage> changes);

  /**
   * Hands a notice over to be appended to the log, or, of typing, to be passed on without a place
   * in it; never waits. One that the log never takes is reported. If it is lost otherwise, the
   * listener is to {@linkplain ChangeListener#introduce introduce} itself as soon as that can be
   * heard. What all have to know is {@linkplain #announce announced}.
   */
  void publish(SchoolId school, Notice notice);
}
