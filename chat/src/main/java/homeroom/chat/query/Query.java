// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.query;

import java.util.List;

/**
 * A search: which things, in which order, which page of them. Without an order a store sorts by
 * {@code _id}; things that sort alike follow by {@code _id}, so that pages never overlap.
 *
 * @param limit at most this many things, 0 to {@link #MAX_LIMIT}; 0 only counts
 * @param skip leave out this many first, 0 or more
 */
public record Query(Filter filter, List<Order> sort, int limit, int skip) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;

  /** Counting stops here: a total is exact up to this number of things and never above it. */
  public static final int MAX_TOTAL = 10_000;

  public Query {
    sort = List.copyOf(sort);
    if (limit < 0 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is 0 to " + MAX_LIMIT);
    }
    if (skip < 0) {
      throw new IllegalArgumentException("skip is 0 or more");
    }
  }

  public static Query where(Filter filter) {
    return new Query(filter, List.of(), DEFAULT_LIMIT, 0);
  }

  /** The same search among fewer things. */
  public Query narrowedTo(Filter further) {
    return new Query(Filter.and(filter, further), sort, limit, skip);
  }
}
