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

  /** That which was asked for, of all there are. */
  public static <T> Page<T> of(List<T> all, Query asked) {
    return new Page<>(
        Math.min(all.size(), Query.MAX_TOTAL),
        asked.limit(),
        asked.skip(),
        all.stream().skip(asked.skip()).limit(asked.limit()).toList());
  }

  public <R> Page<R> map(Function<? super T, ? extends R> function) {
    return new Page<>(total, limit, skip, data.stream().<R>map(function).toList());
  }
}
