// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The calls whose cost must not grow with what is stored, made by one student. */
final class GrowthCalls {

  private static final String PAGE = "page, newest 50";
  private static final String MIDDLE = "page, 50 before the middle";
  private static final String SYNC = "sync, 20 changes";
  private static final String SEND = "send";
  private static final String FEW = "unread, a few";
  private static final String MANY = "unread, 999 and more";

  private static final String LIST = "conversations, first page";
  private static final String SEARCH = "search, word of 1 in 1,000";

  static final List<String> NAMES = List.of(PAGE, MIDDLE, SYNC, SEND, FEW, MANY, LIST, SEARCH);

  private static final int BEHIND = 20;

  private final SchoolClients school;
  private final ChatDevice me;

  /** Two conversations: what is read goes on in the first, nothing is ever read in the second. */
  private final String read;

  private final String unread;
  private long sent;

  GrowthCalls(SchoolClients school) {
    this.school = school;
    this.me = school.devices().getFirst();
    List<String> ids = school.classrooms().stream().map(Classroom::id).sorted().toList();
    this.read = ids.getFirst();
    this.unread = ids.getLast();
    school.tell(
        me,
        "\"message:read\",{\"conversationId\":\"%s\",\"seq\":%d}".formatted(read, rev(read) - 3));
  }

  private long rev(String conversation) {
    return school.ask(me, get(conversation)).path("rev").longValue();
  }

  private static String get(String conversation) {
    return "\"get\",\"conversations\",\"%s\",{}".formatted(conversation);
  }

  /** Milliseconds of one call of this name, the median of some. */
  double median(String name, int calls) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      String elements = elements(name);
      long start = System.nanoTime();
      JsonNode answer = ask(elements);
      millis.add((System.nanoTime() - start) / 1e6);
      check(name, answer);
    }
    return Statistics.median(millis);
  }

  private JsonNode ask(String elements) {
    return elements.startsWith("\"message:") ? school.tell(me, elements) : school.ask(me, elements);
  }

  private String elements(String name) {
    return switch (name) {
      case PAGE ->
          "\"find\",\"messages\",{\"conversationId\":\"%s\",\"$limit\":50,\"$sort\":{\"seq\":-1}}"
              .formatted(unread);
      case MIDDLE ->
          ("\"find\",\"messages\",{\"conversationId\":\"%s\",\"$limit\":50,\"$sort\":{\"seq\":-1},"
                  + "\"seq\":{\"$lt\":%d}}")
              .formatted(unread, rev(unread) / 2);
      case SYNC -> sync();
      case SEND ->
          "\"message:send\",{\"conversationId\":\"%s\",\"clientId\":\"g%d-%d\",\"text\":\"Done!\"}"
              .formatted(read, System.nanoTime(), sent++);
      case LIST -> "\"find\",\"conversations\",{\"$limit\":50,\"$sort\":{\"updatedAt\":-1}}";
      case SEARCH ->
          "\"find\",\"messages\",{\"$search\":\"%s\",\"$limit\":50}".formatted(Filling.SELDOM);
      case FEW -> get(read);
      case MANY -> get(unread);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** All of the student's conversations are known to the end, but one. */
  private String sync() {
    String known =
        school.classrooms().stream()
            .map(Classroom::id)
            .map(id -> "\"%s\":%d".formatted(id, rev(id) - (id.equals(unread) ? BEHIND : 0)))
            .collect(Collectors.joining(","));
    return "\"message:sync\",{\"conversations\":{" + known + "}}";
  }

  private void check(String name, JsonNode answer) {
    if (name.equals(SEARCH) && answer.path("data").isEmpty()) {
      throw new IllegalStateException("a word that is there is not found");
    }
    if (name.equals(MIDDLE) || name.equals(PAGE)) {
      int size = answer.path("data").size();
      if (size != 50) {
        throw new IllegalStateException("a page has " + size + " messages");
      }
    }
  }
}
