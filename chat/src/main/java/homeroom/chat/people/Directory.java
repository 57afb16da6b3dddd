// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.policy.Rules;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The people whom a caller may look up: staff everyone of their school; students themselves, the
 * people of their classes, the admins, whoever is in a conversation with them, and whom the rules
 * of the school let them write to wherever they are. Whose messages a student reads, they may look
 * up by id, also when the sender has left.
 */
public final class Directory {

  /** The field of a query for users that stands for the classes they are in. */
  private static final String CLASS_ID = "classId";

  /** Who wrote where: a store of messages. */
  public interface Senders {
    boolean hasSent(SchoolId school, ConversationId conversation, UserId user);
  }

  private final Roster roster;
  private final ConversationStore conversations;
  private final Senders senders;
  private final Rules rules;

  public Directory(Roster roster, ConversationStore conversations, Senders senders, Rules rules) {
    this.rules = rules;
    this.roster = roster;
    this.conversations = conversations;
    this.senders = senders;
  }

  /**
   * Finds users. Fields: those of {@link homeroom.chat.roster.RosterStore#findUsers}, and {@code
   * classId} by equality or {@link Filter.In}, for a class that the caller may see.
   */
  public Page<User> find(Caller caller, Query query) {
    Filter filter = withoutClassId(caller, query.filter());
    var asked = new Query(filter, query.sort(), query.limit(), query.skip());
    return roster.findUsers(
        caller.schoolId(), caller.role().isStaff() ? asked : amongKnown(caller, asked));
  }

  /**
   * The user as stored now, if the caller may look them up. Who is hidden, of another school or
   * nobody costs the same work, so that the time tells nothing: nothing is asked of a user before
   * the caller may know them, and nothing of what is remembered of the users of all schools.
   */
  public Optional<User> get(Caller caller, UserId id) {
    Set<Role> found = rulesOf(caller.schoolId()).foundByStudents();
    boolean may = caller.role().isStaff() || known(caller).contains(id) || hasWrittenTo(caller, id);
    return may || !found.isEmpty()
        ? roster.users(caller.schoolId(), List.of(id)).stream()
            .filter(user -> may || (user.active() && found.contains(user.role())))
            .findFirst()
        : Optional.empty();
  }

  private SchoolRules rulesOf(SchoolId school) {
    return rules.of(school).rules();
  }

  private boolean hasWrittenTo(Caller caller, UserId id) {
    return conversations.all(caller.schoolId(), caller.userId(), roster.classesOf(caller)).stream()
        .anyMatch(conversation -> senders.hasSent(caller.schoolId(), conversation.id(), id));
  }

  /**
   * The inverse of {@link #get}, former senders aside: everyone who may look the user up, the user
   * among them.
   */
  Set<UserId> viewersOf(User user) {
    Caller same = user.asCaller(null);
    Filter everyone = Filter.ALL;
    Filter staff = Filter.in("role", List.of("teacher", "admin"));
    boolean byAll =
        user.role() == Role.ADMIN
            || rulesOf(user.schoolId()).foundByStudents().contains(user.role())
            || rulesOf(user.schoolId()).namedToStudents().contains(user.id());
    var viewers = new HashSet<>(ids(same.schoolId(), byAll ? everyone : staff));
    viewers.addAll(known(same));
    return viewers;
  }

  /** Who of them is of the staff, as the roster says now. */
  Set<UserId> staffAmong(SchoolId school, Set<UserId> users) {
    return users.stream()
        .filter(id -> roster.user(school, id).filter(user -> user.role().isStaff()).isPresent())
        .collect(Collectors.toSet());
  }

  /** Page by page, since a school may be large. */
  private Set<UserId> ids(SchoolId school, Filter filter) {
    var ids = new HashSet<UserId>();
    Filter rest = filter;
    Page<User> page;
    do {
      page =
          roster.findUsers(
              school, new Query(rest, List.of(new Order("_id", false)), Query.MAX_LIMIT, 0));
      page.data().forEach(user -> ids.add(user.id()));
      if (!page.data().isEmpty()) {
        String last = page.data().getLast().id().value();
        rest =
            new Filter.And(
                List.of(filter, new Filter.Compare("_id", Filter.Operator.GREATER, last)));
      }
    } while (page.data().size() == Query.MAX_LIMIT);
    return ids;
  }

  private Query amongKnown(Caller caller, Query query) {
    Set<Role> found = rulesOf(caller.schoolId()).foundByStudents();
    Filter known = idIn(known(caller));
    return query.narrowedTo(
        found.isEmpty()
            ? known
            : new Filter.Or(
                List.of(
                    known,
                    new Filter.And(
                        List.of(
                            Filter.equal("active", true),
                            Filter.in(
                                "role",
                                found.stream()
                                    .map(role -> role.name().toLowerCase(Locale.ROOT))
                                    .toList()))))));
  }

  private Set<UserId> known(Caller caller) {
    var known = new HashSet<>(roster.classmatesAndTeachers(caller));
    known.addAll(roster.admins(caller.schoolId()));
    known.addAll(rulesOf(caller.schoolId()).namedToStudents());
    known.add(caller.userId());
    conversations
        .all(caller.schoolId(), caller.userId(), Set.of())
        .forEach(conversation -> {
          known.addAll(conversation.participants());
          known.addAll(conversation.supervisors());
        });
    return known;
  }

  private Filter withoutClassId(Caller caller, Filter filter) {
    return switch (filter) {
      case Filter.And(List<Filter> parts) ->
          new Filter.And(parts.stream().map(part -> withoutClassId(caller, part)).toList());
      case Filter.Or(List<Filter> parts) ->
          new Filter.Or(parts.stream().map(part -> withoutClassId(caller, part)).toList());
      case Filter.Compare compare when compare.field().equals(CLASS_ID) -> inClass(caller, compare);
      case Filter.In in when in.field().equals(CLASS_ID) ->
          inClasses(caller, in.values(), in.negated());
      case Filter.Compare compare -> compare;
      case Filter.In in -> in;
    };
  }

  private Filter inClass(Caller caller, Filter.Compare compare) {
    List<Object> classIds = compare.value() == null ? List.of() : List.of(compare.value());
    return switch (compare.operator()) {
      case EQUAL -> inClasses(caller, classIds, false);
      case NOT_EQUAL -> inClasses(caller, classIds, true);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, CONTAINS ->
          throw new IllegalArgumentException("no class is before or after another");
    };
  }

  private Filter inClasses(Caller caller, List<?> classIds, boolean negated) {
    Predicate<ClassId> readable = id -> roster.schoolClass(caller, id).isPresent();
    var people = new HashSet<UserId>();
    classIds.stream()
        .map(String.class::cast)
        .filter(IdFormat::matches)
        .map(ClassId::new)
        .filter(readable)
        .forEach(id -> people.addAll(roster.members(caller.schoolId(), id).all()));
    return new Filter.In("_id", people.stream().map(UserId::value).toList(), negated);
  }

  private static Filter idIn(Set<UserId> users) {
    return Filter.in("_id", users.stream().map(UserId::value).toList());
  }
}
