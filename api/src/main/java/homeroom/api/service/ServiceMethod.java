package homeroom.api.service;

import java.util.Locale;
import java.util.Optional;

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

  public static Optional<ServiceMethod> of(String text) {
    for (ServiceMethod method : values()) {
      if (method.text().equals(text)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }
}
