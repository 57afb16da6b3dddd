// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.soak.DeviceCopy.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is true after a day: every conversation is read once more from its first message, by one who
 * is in it, and compared with what was acknowledged and with what every device has.
 *
 * @param messages stored
 * @param lost messages and memberships acknowledged and not there, or not as acknowledged
 * @param doubled messages beyond the first with the same sender and {@code clientId}
 * @param foreign messages that a device has of a conversation it is not in
 * @param diverged devices that have something else than the server
 * @param examples of each, in words
 */
record Verdict(
    long messages, long lost, long doubled, long foreign, long diverged, List<String> examples) {

  private static final int EXAMPLES = 10;

  /** Nothing could be compared. */
  static final Verdict NONE = new Verdict(0, 0, 0, 0, 0, List.of());

  boolean isRight() {
    return lost == 0 && doubled == 0 && foreign == 0 && diverged == 0;
  }

  /** For the other thread, while nobody writes and everybody is settled. */
  static Verdict of(SoakSchool school) {
    return new Reading(school).verdict();
  }

  private static final class Reading {

    private static final int PAGE = 200;

    /** A query that does not name it gets no deleted messages. */
    private static final String DELETED_TOO =
        "\"$or\":[{\"deletedAt\":null},{\"deletedAt\":{\"$ne\":null}}]";

    private final SoakSchool school;
    private final Map<String, NavigableMap<Long, Version>> stored = new HashMap<>();
    private final Map<String, Version> byId = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private final List<String> examples = new ArrayList<>();
    private long doubled;
    private long foreign;
    private long diverged;

    private Reading(SoakSchool school) {
      this.school = school;
    }

    private Verdict verdict() {
      Map<SoakDevice, Map<String, Long>> seats = new HashMap<>();
      for (SoakDevice device : school.devices()) {
        Map<String, Long> seat = conversations(device);
        seats.put(device, seat);
        for (String conversation : seat.keySet()) {
          if (!stored.containsKey(conversation)) {
            stored.put(conversation, read(device, conversation));
          }
        }
      }
      long lostSeats =
          school.call(() -> {
            seats.forEach((device, seat) -> compare(device, seat.keySet()));
            return lostSeats(seats);
          });
      return new Verdict(byId.size(), lost() + lostSeats, doubled, foreign, diverged, examples);
    }

    private void example(String what) {
      if (examples.size() < EXAMPLES) {
        examples.add(what);
      }
    }

    /** Those that the server says the device's user is in, by id, and up to where they are read. */
    private Map<String, Long> conversations(SoakDevice device) {
      var read = new HashMap<String, Long>();
      String last = "";
      JsonNode page;
      do {
        String beyond = last.isEmpty() ? "" : ",\"_id\":{\"$gt\":\"" + last + "\"}";
        page =
            school
                .ask(
                    device,
                    "\"find\",\"conversations\",{\"$limit\":%d,\"$sort\":{\"_id\":1},\"$select\":[\"_id\",\"readSeq\"]%s}"
                        .formatted(PAGE, beyond))
                .path("data");
        for (JsonNode one : page) {
          last = one.path("_id").stringValue();
          read.put(last, one.path("readSeq").longValue());
        }
      } while (page.size() == PAGE);
      return read;
    }

    private NavigableMap<Long, Version> read(SoakDevice device, String conversation) {
      var messages = new TreeMap<Long, Version>();
      JsonNode page;
      do {
        long after = messages.isEmpty() ? 0 : messages.lastKey();
        page =
            school
                .ask(
                    device,
                    "\"find\",\"messages\",{\"conversationId\":\"%s\",\"$limit\":%d,\"$sort\":{\"seq\":1},\"seq\":{\"$gt\":%d},%s}"
                        .formatted(conversation, PAGE, after, DELETED_TOO))
                .path("data");
        for (JsonNode message : page) {
          Version version = Version.of(message);
          messages.put(version.seq(), version);
          byId.put(version.id(), version);
          String key =
              message.path("senderId").stringValue() + " " + message.path("clientId").stringValue();
          if (!keys.add(key)) {
            doubled++;
            example("twice: " + message);
          }
        }
      } while (page.size() == PAGE);
      return messages;
    }

    private long lostSeats(Map<SoakDevice, Map<String, Long>> seats) {
      var users = new HashMap<String, Set<String>>();
      var reads = new HashMap<String, Map<String, Long>>();
      seats.forEach((device, seat) -> {
        users.put(device.account().userId(), seat.keySet());
        reads.put(device.account().userId(), seat);
      });
      var lost = new ArrayList<String>(school.membership().lost(users));
      lost.addAll(school.reads().lost(reads));
      lost.forEach(this::example);
      return lost.size();
    }

    private long lost() {
      return school.call(() -> {
        long lost = 0;
        for (Promises.Promise promise : school.promises().all().values()) {
          Version now = byId.get(promise.version().id());
          if (!isKept(promise.version(), now)) {
            lost++;
            example("promised " + promise + ", there is " + now);
          }
        }
        return lost;
      });
    }

    private static boolean isKept(Version promised, @Nullable Version now) {
      return now != null
          && now.seq() == promised.seq()
          && (now.deleted() || !promised.deleted())
          && now.rev() >= promised.rev()
          && (now.rev() > promised.rev() || now.text() == promised.text());
    }

    private void compare(SoakDevice device, Set<String> seat) {
      Map<String, Known> copy = device.copy().conversations();
      if (!copy.keySet().equals(seat)) {
        diverged++;
        var missing = new HashSet<>(seat);
        missing.removeAll(copy.keySet());
        var more = new HashSet<>(copy.keySet());
        more.removeAll(seat);
        foreign += more.stream().mapToLong(id -> known(copy, id).messages().size()).sum();
        example(device + " lacks the conversations " + missing + " and has besides " + more);
        return;
      }
      for (String conversation : seat) {
        String difference =
            difference(known(copy, conversation), Objects.requireNonNull(stored.get(conversation)));
        if (difference != null) {
          diverged++;
          example(device + " in " + conversation + ": " + difference);
          return;
        }
      }
    }

    private static Known known(Map<String, Known> copy, String conversation) {
      return Objects.requireNonNull(copy.get(conversation));
    }

    private static @Nullable String difference(Known known, NavigableMap<Long, Version> there) {
      for (Version version : known.messages().values()) {
        if (!version.equals(there.get(version.seq()))) {
          return "it has " + version + ", the server " + there.get(version.seq());
        }
      }
      for (Version version : there.values()) {
        if (version.rev() > known.from() && !known.messages().containsKey(version.seq())) {
          return "it lacks " + version + ", and knows all after " + known.from();
        }
      }
      return null;
    }
  }
}
