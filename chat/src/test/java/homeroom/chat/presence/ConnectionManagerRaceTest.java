// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Many threads that connect, disconnect and change the same few people. */
class ConnectionManagerRaceTest {

  private static final int THREADS = 16;
  private static final int STEPS = 3_000;

  private final ConnectionManager<String> connections = new ConnectionManager<>();

  /** How often each user came minus how often the user went: 0 or 1 whenever nobody is at it. */
  private final Map<UserId, AtomicInteger> presence = new ConcurrentHashMap<>();

  @RepeatedTest(5)
  void theIndexesEndAsIfBuiltFromWhoIsStillConnected(RepetitionInfo repetition) throws Exception {
    var school = new RandomSchool("hill", new Random(repetition.getCurrentRepetition()));
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        var random = new Random(thread * 31L + repetition.getCurrentRepetition());
        work.add(() -> meddle(new RandomSchool("hill", random), school, random));
      }
      for (var done : threads.invokeAll(work)) {
        done.get();
      }
    }
    var rebuilt = new ConnectionManager<String>();
    for (UserId user : school.people) {
      List<Connection<String>> left = connections.of(user);
      left.forEach(rebuilt::add);
      int times = presence.getOrDefault(user, new AtomicInteger()).get();
      assertThat(times).as("comings minus goings of %s", user).isEqualTo(left.isEmpty() ? 0 : 1);
      assertThat(left).extracting(Connection::id).doesNotHaveDuplicates();
    }
    assertThat(connections.indexes(school.id)).isEqualTo(rebuilt.indexes(school.id));
  }

  private Void meddle(RandomSchool chance, RandomSchool school, Random random) {
    List<Connection<String>> mine = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      UserId user = school.people.get(random.nextInt(school.people.size()));
      Connection<String> template = chance.anybody();
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          var opened =
              new Connection<>(
                  new ConnectionId(Thread.currentThread().threadId() + "-" + step),
                  user,
                  school.id,
                  template.role(),
                  template.classIds(),
                  template.connectedAt(),
                  "socket");
          mine.add(opened);
          if (connections.add(opened)) {
            count(user, 1);
          }
        }
        case 2, 3 -> {
          if (!mine.isEmpty()) {
            close(mine.remove(random.nextInt(mine.size())));
          }
        }
        default ->
            connections.change(
                school.id, new OnlineUser(user, template.role()), template.classIds());
      }
    }
    while (mine.size() > 1) {
      close(mine.removeLast());
    }
    return null;
  }

  private void close(Connection<String> connection) {
    if (connections.remove(connection)
        && connections.depart(connection.schoolId(), connection.userId()).isPresent()) {
      count(connection.userId(), -1);
    }
  }

  private void count(UserId user, int change) {
    presence.computeIfAbsent(user, id -> new AtomicInteger()).addAndGet(change);
  }
}
