// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.query;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a search.
 *
 * @param total how many things there are on all pages, at most {@link Query#MAX_TOTAL}
 */
public record Page<T>(int total, int limit, int skip, List<T> data) {

  public Page {
    data = List.copyOf(data);
  }

  public <R> Page<R> map(Function<? super T, ? extends R> function) {
    return new Page<>(total, limit, skip, data.stream().<R>map(function).toList());
  }
}
