package homeroom.api.service;

import homeroom.api.wire.ErrorName;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.Caller;
import tools.jackson.databind.JsonNode;

/**
 * One service of the wire. It implements the methods it has; the others answer 405. Runs on a
 * virtual thread, may block, is safe for many threads, and refuses with {@link Rejection}.
 *
 * <p>{@code query} and {@code data} are JSON objects, empty if the client sent none.
 */
public interface Service {

  /** As in the path and on sockets, for example {@code class-teachers}. */
  String name();

  /** A page of what meets the query: a {@link homeroom.chat.query.Page} of payloads. */
  default Object find(Caller caller, JsonNode query) {
    throw notAllowed(ServiceMethod.FIND);
  }

  default Object get(Caller caller, String id, JsonNode query) {
    throw notAllowed(ServiceMethod.GET);
  }

  default Created create(Caller caller, JsonNode data) {
    throw notAllowed(ServiceMethod.CREATE);
  }

  default Object patch(Caller caller, String id, JsonNode data) {
    throw notAllowed(ServiceMethod.PATCH);
  }

  default Object remove(Caller caller, String id) {
    throw notAllowed(ServiceMethod.REMOVE);
  }

  /**
   * What a create made.
   *
   * @param repeated whether it was there before: 200 instead of 201
   */
  record Created(Object payload, boolean repeated) {}

  private Rejection notAllowed(ServiceMethod method) {
    return Rejection.of(
        ErrorName.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "The service '" + name() + "' has no method '" + method.text() + "'.");
  }
}
