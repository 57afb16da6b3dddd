// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.PayloadField;
import homeroom.api.wire.PayloadReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a service tells of itself: from this the descriptions of the wire are made, and what the
 * transports say is allowed.
 *
 * @param about what it is for, in a sentence
 * @param thing the payload record that its methods answer with, unless a method says otherwise
 */
public record ServiceDescription(
    String name, String about, Class<? extends Record> thing, List<Method> methods) {

  /**
   * A method of the service.
   *
   * @param data what it takes: a record, or a sealed interface of records; null if nothing
   * @param queries what its query may say; null if nothing
   * @param arguments what its query may or must say apart from that
   */
  public record Method(
      ServiceMethod method,
      String about,
      @Nullable Class<?> data,
      Class<? extends Record> answer,
      @Nullable QueryLanguage queries,
      List<PayloadField> arguments) {}

  /** A description without methods. */
  public static ServiceDescription of(String name, String about, Class<? extends Record> thing) {
    return new ServiceDescription(name, about, thing, List.of());
  }

  public ServiceDescription find(String about, QueryLanguage queries) {
    return with(new Method(ServiceMethod.FIND, about, null, thing, queries, List.of()));
  }

  /** As {@link #find}, by a query that may or must say something else too. */
  public ServiceDescription find(String about, QueryLanguage queries, PayloadReader<?> arguments) {
    List<PayloadField> fields = PayloadField.of(arguments.type());
    return with(new Method(ServiceMethod.FIND, about, null, thing, queries, fields));
  }

  public ServiceDescription get(String about, QueryLanguage queries) {
    return with(new Method(ServiceMethod.GET, about, null, thing, queries, List.of()));
  }

  public ServiceDescription create(String about, PayloadReader<?> data) {
    return with(new Method(ServiceMethod.CREATE, about, data.type(), thing, null, List.of()));
  }

  public ServiceDescription patch(String about, PayloadReader<?> data) {
    return with(new Method(ServiceMethod.PATCH, about, data.type(), thing, null, List.of()));
  }

  public ServiceDescription remove(String about) {
    return with(new Method(ServiceMethod.REMOVE, about, null, thing, null, List.of()));
  }

  /** As {@link #remove}, answered with something else than the thing. */
  public ServiceDescription remove(String about, Class<? extends Record> answer) {
    return with(new Method(ServiceMethod.REMOVE, about, null, answer, null, List.of()));
  }

  /** The method, if the service has it. */
  public Optional<Method> method(ServiceMethod wanted) {
    return methods.stream().filter(method -> method.method() == wanted).findFirst();
  }

  private ServiceDescription with(Method method) {
    var more = new ArrayList<>(methods);
    more.add(method);
    return new ServiceDescription(name, about, thing, List.copyOf(more));
  }
}
