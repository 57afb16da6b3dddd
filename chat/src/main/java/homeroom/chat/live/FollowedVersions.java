// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.live;

import homeroom.chat.roster.RosterVersions;
import homeroom.chat.school.SchoolId;
import homeroom.chat.time.Timer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of rosters were followed, and how long the last time took. Belongs to whoever
 * follows.
 */
final class FollowedVersions {

  /** Unless nobody waits for that, it rests for so many times as long. */
  private static final int REST = 19;

  private final Timer timer;
  private final boolean rests;
  private @Nullable RosterVersions versions;
  private long followedAt;
  private long took;

  /**
   * Of none.
   *
   * @param rests whether others say what they change, so that this may take a twentieth of the time
   */
  FollowedVersions(Timer timer, boolean rests) {
    this.timer = timer;
    this.rests = rests;
  }

  /**
   * Follows what is another now; if that throws, it is still.
   *
   * @param work is given the schools, or nothing if it is not known which they are
   */
  void follow(RosterVersions now, Consumer<Optional<Set<SchoolId>>> work) {
    RosterVersions before = versions;
    Optional<Set<SchoolId>> changed =
        before == null || now.concernAllSince(before)
            ? Optional.empty()
            : Optional.of(now.changedSince(before));
    if (changed.filter(Set::isEmpty).isPresent() || !hasRested()) {
      return;
    }
    long begun = timer.nanoTime();
    work.accept(changed);
    versions = now;
    followedAt = timer.nanoTime();
    took = followedAt - begun;
  }

  private boolean hasRested() {
    return versions == null || !rests || timer.nanoTime() - followedAt >= REST * took;
  }

  /** These schools were followed as they are in those versions. */
  void followed(Set<SchoolId> schools, RosterVersions now) {
    if (versions != null) {
      versions = versions.with(schools, now);
    }
  }
}
