// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The fields of one payload that cannot be as they are, in the order in which they were found. For
 * one call and thread.
 */
final class WrongFields {

  /** How many are named; an answer is not much longer than what it answers. */
  static final int MAX_NAMED = 50;

  /** How many of them the sentence says; all stand in {@code errors}. */
  private static final int MAX_SAID = 4;

  /** How much is repeated of a name that the client made up, in characters. */
  private static final int MAX_NAME = 100;

  private final Map<String, String> reasons = new LinkedHashMap<>();

  boolean isEmpty() {
    return reasons.isEmpty();
  }

  void missing(String field, String wanted) {
    add(field, "is missing: " + wanted);
  }

  void isNot(String field, String wanted) {
    add(field, "is not " + wanted);
  }

  void unknown(String field, List<String> known) {
    String name = field.length() <= MAX_NAME ? field : field.substring(0, MAX_NAME - 1) + "…";
    add(name, "cannot be set; what can: " + String.join(", ", known));
  }

  /** The first reason of a field stands. */
  void add(String field, String reason) {
    if (reasons.size() < MAX_NAMED) {
      reasons.putIfAbsent(field, reason);
    }
  }

  /** Takes over all but one. */
  void addAllBut(String field, WrongFields others) {
    others.reasons.forEach((name, reason) -> {
      if (!name.equals(field)) {
        add(name, reason);
      }
    });
  }

  /** The 400 that names them all. */
  Rejection rejection() {
    String said =
        reasons.entrySet().stream()
            .limit(MAX_SAID)
            .map(entry -> "'" + entry.getKey() + "' " + entry.getValue())
            .collect(Collectors.joining("; "));
    String more = reasons.size() > MAX_SAID ? "; and others" : "";
    return new Rejection(
        ErrorPayload.of(new Refusal(RefusalCode.INVALID_FIELD, said + more + ".", reasons, 0)));
  }
}
