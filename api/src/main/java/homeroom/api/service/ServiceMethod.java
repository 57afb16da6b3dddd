// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The methods of a Feathers service. */
public enum ServiceMethod {
  FIND,
  GET,
  CREATE,
  UPDATE,
  PATCH,
  REMOVE;

  /** As it is called on a socket, for example {@code find}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is about one thing that its id names. */
  public boolean needsId() {
    return this != FIND && this != CREATE;
  }

  /** The methods of HTTP that call it. */
  public Set<String> verbs() {
    return switch (this) {
      case FIND, GET -> Set.of("GET", "HEAD");
      case CREATE -> Set.of("POST");
      case UPDATE -> Set.of("PUT");
      case PATCH -> Set.of("PATCH");
      case REMOVE -> Set.of("DELETE");
    };
  }

  public static Optional<ServiceMethod> of(String text) {
    for (ServiceMethod method : values()) {
      if (method.text().equals(text)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
