// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.chat.school.Caller;
import tools.jackson.databind.JsonNode;

/**
 * One service of the wire. It implements the methods that it describes; the others answer 405. Runs
 * on a virtual thread, may block, is safe for many threads, and refuses with {@link Rejection}.
 *
 * <p>{@code query} and {@code data} are JSON objects, empty if the client sent none.
 */
public interface Service {

  /** As in the path and on sockets, for example {@code class-teachers}. */
  default String name() {
    return description().name();
  }

  /** What it tells of itself; the same at every call. */
  ServiceDescription description();

  /** A page of what meets the query: a {@link homeroom.chat.query.Page} of payloads. */
  default Object find(Caller caller, JsonNode query) {
    throw missing(ServiceMethod.FIND);
  }

  default Object get(Caller caller, String id, JsonNode query) {
    throw missing(ServiceMethod.GET);
  }

  default Created create(Caller caller, JsonNode data) {
    throw missing(ServiceMethod.CREATE);
  }

  default Object patch(Caller caller, String id, JsonNode data) {
    throw missing(ServiceMethod.PATCH);
  }

  default Object remove(Caller caller, String id) {
    throw missing(ServiceMethod.REMOVE);
  }

  /**
   * What a create made.
   *
   * @param repeated whether it was there before: 200 instead of 201
   */
  record Created(Object payload, boolean repeated) {}

  private UnsupportedOperationException missing(ServiceMethod method) {
    return new UnsupportedOperationException(
        name() + " describes the method " + method.text() + ", but has none");
  }
}
