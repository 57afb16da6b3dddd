// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds who takes a path: the longest prefix that fits it, else the application. Immutable. */
final class Destinations {

  private record Entry(String prefix, Destination destination) {

    /** A prefix "/a/" takes "/a", "/a/" and all below; a prefix "/a" takes the same. */
    boolean takes(String path) {
      int length = prefix.length();
      return path.startsWith(prefix) && (path.length() == length || path.charAt(length) == '/');
    }
  }

  private final List<Entry> longestFirst;
  private final Destination application;

  Destinations(Map<String, Destination> byPrefix, Destination application) {
    this.longestFirst =
        byPrefix.entrySet().stream()
            .map(entry -> new Entry(withoutSlash(entry.getKey()), entry.getValue()))
            .sorted(Comparator.comparingInt((Entry entry) -> entry.prefix().length()).reversed())
            .toList();
    this.application = application;
  }

  Destination find(String path) {
    for (Entry entry : longestFirst) {
      if (entry.takes(path)) {
        return entry.destination();
      }
    }
    return application;
  }

  private static String withoutSlash(String prefix) {
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
