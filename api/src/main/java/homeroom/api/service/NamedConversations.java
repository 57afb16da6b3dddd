// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.And;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.In;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Filter.Or;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conversations outside of which a query of messages finds nothing, wherever it names them: by
 * equality or in {@code $in}, within {@code $and}, and within {@code $or} if every branch does.
 *
 * @param idsIfAny null if it may find something in any conversation
 * @param query without what {@code idsIfAny} says already
 */
record NamedConversations(@Nullable Set<ConversationId> idsIfAny, Query query) {

  static final String FIELD = "conversationId";

  /** Conversations that one query may name. */
  static final int MOST = 100;

  /**
   * Those of the query.
   *
   * @throws Rejection 400 if they are more than {@link #MOST}
   */
  static NamedConversations in(Query query) {
    Set<String> named = named(query.filter());
    if (named == null) {
      return new NamedConversations(null, query);
    }
    if (named.size() > MOST) {
      throw Rejection.badField(
          FIELD,
          "names more than " + MOST,
          "A query names at most " + MOST + " conversations; ask in several.");
    }
    Set<ConversationId> ids =
        named.stream()
            .map(ConversationId::new)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new NamedConversations(
        ids, new Query(rest(query.filter()), query.sort(), query.limit(), query.skip()));
  }

  /**
   * The conversations.
   *
   * @throws Rejection 400 if the query names none
   */
  Set<ConversationId> ids() {
    Set<ConversationId> ids = idsIfAny;
    if (ids == null) {
      throw Rejection.badField(
          FIELD,
          "is missing",
          "Say which conversation's messages: 'conversationId'; or search with '$search'.");
    }
    return ids;
  }

  private static @Nullable Set<String> named(Filter filter) {
    return switch (filter) {
      case Compare compare -> isEqual(compare) ? Set.of(String.valueOf(compare.value())) : null;
      case In in -> isIn(in) ? texts(in.values()) : null;
      case And and -> inAll(and.parts());
      case Or or -> inAny(or.parts());
    };
  }

  private static @Nullable Set<String> inAll(List<Filter> parts) {
    Set<String> all = null;
    for (Filter part : parts) {
      Set<String> named = named(part);
      if (named != null) {
        var both = new LinkedHashSet<>(named);
        if (all != null) {
          both.retainAll(all);
        }
        all = both;
      }
    }
    return all;
  }

  private static @Nullable Set<String> inAny(List<Filter> parts) {
    var any = new LinkedHashSet<String>();
    for (Filter part : parts) {
      Set<String> named = named(part);
      if (named == null) {
        return null;
      }
      any.addAll(named);
    }
    return any;
  }

  /** What further conditions there are on the messages of those conversations. */
  private static Filter rest(Filter filter) {
    return switch (filter) {
      case Compare compare -> isEqual(compare) ? Filter.ALL : compare;
      case In in -> isIn(in) ? Filter.ALL : in;
      case And and -> {
        List<Filter> parts =
            and.parts().stream()
                .map(NamedConversations::rest)
                .filter(part -> !part.equals(Filter.ALL))
                .toList();
        yield parts.size() == 1 ? parts.getFirst() : new And(parts);
      }
      case Or or -> or;
    };
  }

  private static boolean isEqual(Compare compare) {
    return compare.field().equals(FIELD) && compare.operator() == Operator.EQUAL;
  }

  private static boolean isIn(In in) {
    return in.field().equals(FIELD) && !in.negated();
  }

  private static Set<String> texts(List<?> values) {
    var texts = new LinkedHashSet<String>();
    values.forEach(value -> texts.add(String.valueOf(value)));
    return texts;
  }
}
