// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who is told of whom, in random schools with random histories of connections and roster changes,
 * against a reference that knows no index and reads like the rules.
 */
class BroadcastRulesTest {

  private static final int STEPS = 400;

  /** What the rules say of two users of one installation. */
  private static boolean isTold(Connection<String> viewer, Connection<String> about) {
    if (viewer.userId().equals(about.userId()) || !viewer.schoolId().equals(about.schoolId())) {
      return false;
    }
    boolean share = !Collections.disjoint(viewer.classIds(), about.classIds());
    return switch (about.role()) {
      case ADMIN -> true;
      case TEACHER -> viewer.role() == Role.TEACHER || (viewer.role() == Role.STUDENT && share);
      case STUDENT -> viewer.role() != Role.ADMIN && share;
    };
  }

  /** The reference: everybody who is online, in one map. */
  private final Map<UserId, Connection<String>> online = new HashMap<>();

  private final Map<UserId, Set<ConnectionId>> open = new HashMap<>();
  private final ConnectionManager<String> connections = new ConnectionManager<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aUserSeesExactlyThoseOfWhomTheUserIsTold(long seed) {
    var random = new Random(seed);
    var schools = List.of(new RandomSchool("hill", random), new RandomSchool("dale", random));
    for (int step = 0; step < STEPS; step++) {
      RandomSchool school = schools.get(random.nextInt(schools.size()));
      Connection<String> somebody = school.anybody();
      switch (random.nextInt(4)) {
        case 0, 1 -> connect(somebody);
        case 2 -> disconnect(somebody);
        default -> change(somebody);
      }
      if (step % 10 == 0) {
        schools.forEach(this::assertRules);
      }
    }
    schools.forEach(this::assertRules);
  }

  private void connect(Connection<String> somebody) {
    Connection<String> known = online.get(somebody.userId());
    Connection<String> opened =
        known == null ? somebody : somebody.as(known.role(), known.classIds());
    Set<ConnectionId> sockets = open.computeIfAbsent(somebody.userId(), user -> new HashSet<>());
    if (sockets.add(somebody.id())) {
      assertThat(connections.add(opened)).isEqualTo(known == null);
      online.putIfAbsent(somebody.userId(), opened);
    }
  }

  private void disconnect(Connection<String> somebody) {
    Set<ConnectionId> sockets = open.getOrDefault(somebody.userId(), new HashSet<>());
    boolean wasOpen = sockets.remove(somebody.id());
    boolean last = wasOpen && sockets.isEmpty();
    assertThat(connections.remove(somebody)).isEqualTo(last);
    if (last) {
      assertThat(connections.depart(somebody.schoolId(), somebody.userId())).isPresent();
      online.remove(somebody.userId());
    }
  }

  /** The change says exactly who appears and disappears, in both directions. */
  private void change(Connection<String> to) {
    Connection<String> before = online.get(to.userId());
    Set<UserId> toldBefore = toldOf(before);
    Set<UserId> seenBefore = seenBy(before);
    online.computeIfPresent(to.userId(), (id, known) -> known.as(to.role(), to.classIds()));
    Connection<String> after = online.get(to.userId());
    connections
        .change(to.schoolId(), new OnlineUser(to.userId(), to.role()), to.classIds())
        .ifPresent(shift -> {
          assertThat(shift.appearsTo()).isEqualTo(minus(toldOf(after), toldBefore));
          assertThat(shift.disappearsFrom()).isEqualTo(minus(toldBefore, toldOf(after)));
          assertThat(ids(shift.appearing())).isEqualTo(minus(seenBy(after), seenBefore));
          assertThat(ids(shift.disappearing())).isEqualTo(minus(seenBefore, seenBy(after)));
          assertThat(shift.gained()).isEqualTo(minus(classes(after), classes(before)));
          assertThat(shift.lost()).isEqualTo(minus(classes(before), classes(after)));
        });
    connections
        .of(to.userId())
        .forEach(one -> {
          assertThat(one.role()).isEqualTo(to.role());
          assertThat(one.classIds()).isEqualTo(to.classIds());
        });
  }

  private void assertRules(RandomSchool school) {
    for (UserId user : school.people) {
      SchoolId id = school.id;
      assertThat(connections.broadcastTargets(id, user)).isEqualTo(toldOf(online.get(user)));
      var seen = connections.visibleTo(id, user);
      assertThat(ids(seen)).isEqualTo(seenBy(online.get(user))).hasSize(seen.size());
    }
  }

  private Set<UserId> toldOf(@Nullable Connection<String> about) {
    return about == null
        ? Set.of()
        : online.values().stream()
            .filter(viewer -> isTold(viewer, about))
            .map(Connection::userId)
            .collect(Collectors.toSet());
  }

  private Set<UserId> seenBy(@Nullable Connection<String> viewer) {
    return viewer == null
        ? Set.of()
        : online.values().stream()
            .filter(about -> isTold(viewer, about))
            .map(Connection::userId)
            .collect(Collectors.toSet());
  }

  private static Set<ClassId> classes(@Nullable Connection<String> of) {
    return of == null ? Set.of() : of.classIds();
  }

  private static Set<UserId> ids(Iterable<OnlineUser> users) {
    var ids = new HashSet<UserId>();
    users.forEach(user -> ids.add(user.userId()));
    return ids;
  }

  private static <T> Set<T> minus(Set<T> some, Set<T> others) {
    var left = new HashSet<>(some);
    left.removeAll(others);
    return left;
  }
}
