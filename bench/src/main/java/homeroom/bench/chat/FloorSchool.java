// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The school of the floor in C: everybody in one class, which their token names. */
final class FloorSchool {

  private static final int CLASS_SIZE = 31;

  private FloorSchool() {}

  /** What only sends 30 and reads 30 for each message, and stores nothing. */
  static DayServer of(Workshop workshop, Path folder, int people, Cores cores) throws IOException {
    Map<String, List<String>> seats = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < people - people % CLASS_SIZE; i++) {
      String user = "user" + i;
      String classroom = "class-" + i / CLASS_SIZE;
      seats.computeIfAbsent(classroom, key -> new ArrayList<>()).add(user);
      lines.add(
          "{\"email\":\"%s\",\"userId\":\"%s\",\"role\":\"student\",\"token\":\"%s\"}"
              .formatted(user, user, classroom));
    }
    Path tokens = Files.write(folder.resolve("floor.jsonl"), lines);
    return new DayServer(
        DayServer.FLOOR,
        () -> DayServer.running(workshop.start(Contender.FLOOR, cores), tokens),
        seats);
  }
}
