// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.rate.CallBudget;
import homeroom.chat.school.Caller;
import homeroom.chat.school.IdFormat;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Every service by name: what both transports call. */
public final class Services {

  private static final JsonNode NO_QUERY = JsonNodeFactory.instance.objectNode();

  /** Why a thing of a service is not there. */
  private static final Map<String, RefusalCode> NOT_FOUND =
      Map.of(
          ConversationService.NAME,
          RefusalCode.CONVERSATION_NOT_FOUND,
          MessageService.NAME,
          RefusalCode.MESSAGE_NOT_FOUND,
          "users",
          RefusalCode.USER_NOT_FOUND,
          "classes",
          RefusalCode.CLASS_NOT_FOUND,
          "class-teachers",
          RefusalCode.TEACHER_OF_A_CLASS_NOT_FOUND,
          "class-enrollments",
          RefusalCode.ENROLMENT_NOT_FOUND,
          "sessions",
          RefusalCode.SESSION_NOT_FOUND,
          "roster-imports",
          RefusalCode.ROSTER_IMPORT_NOT_FOUND);

  private final Map<String, Service> byName;
  private final CallTurns turns = CallTurns.ofThisMachine();
  private final CallTurns answers = CallTurns.ofAnswers();

  private final CallBudget budget;
  private final CallCosts costs;

  /**
   * These.
   *
   * @param budget pays for the calls of each user
   */
  public Services(List<Service> services, CallBudget budget) {
    this.budget = budget;
    this.costs = new CallCosts(budget.costs());
    this.byName =
        services.stream().collect(Collectors.toUnmodifiableMap(Service::name, Function.identity()));
  }

  /** When calls run; a transport has each wait for its turn, until the answer's bytes are made. */
  public CallTurns turns() {
    return turns;
  }

  /** Whose finds are begun: a transport holds a place for each until its answer is taken. */
  public CallTurns answers() {
    return answers;
  }

  /** Calls that run. */
  public int running() {
    return turns.running();
  }

  /** Calls that wait for a turn, or for the user's earlier answers to be taken. */
  public int waiting() {
    return turns.waiting() + answers.waiting();
  }

  /** What every service tells of itself, by name. */
  public List<ServiceDescription> descriptions() {
    return byName.values().stream()
        .map(Service::description)
        .sorted(Comparator.comparing(ServiceDescription::name))
        .toList();
  }

  /** What the service tells of itself. */
  public Optional<ServiceDescription> description(String service) {
    return Optional.ofNullable(byName.get(service)).map(Service::description);
  }

  /**
   * A call as both transports bring it.
   *
   * @param id null where the client named none
   */
  public record Call(
      String service, ServiceMethod method, @Nullable String id, JsonNode data, JsonNode query) {}

  /** What a call gave: its payload and, of a create, whether the thing is new. */
  public record Answer(Object payload, boolean created) {}

  /** The names of all. */
  public Set<String> names() {
    return byName.keySet();
  }

  public boolean has(String service) {
    return byName.containsKey(service);
  }

  /** The answer of a service that is not there. */
  public static Rejection unknown(String service) {
    return Rejection.of(ErrorCode.SERVICE_NOT_FOUND, "There is no service '" + service + "'.");
  }

  /** Makes sure that the caller can pay for a call, before its data is looked at. */
  public void demandBudget(Caller caller) {
    var _ = Rejection.orThrow(budget.demandAny(caller.userId(), caller.role()));
  }

  /** Has the caller pay for the length of an answer, in bytes. */
  public void charge(Caller caller, long bytes) {
    budget.charge(caller.userId(), caller.role(), Math.toIntExact(bytes));
  }

  /**
   * Calls the service, if the caller's budget allows it. A message that is sent costs nothing here:
   * there is a bucket of messages.
   *
   * @throws Rejection whatever is wrong with the call
   */
  public Answer call(Caller caller, Call call) {
    boolean sends =
        call.service().equals(MessageService.NAME) && call.method() == ServiceMethod.CREATE;
    return Rejection.orThrow(
        budget.call(
            caller.userId(),
            caller.role(),
            costs.of(call),
            () -> paid(caller, call),
            answer -> sends && answer.created()));
  }

  private Answer paid(Caller caller, Call call) {
    Service service = byName.get(call.service());
    if (service == null) {
      throw unknown(call.service());
    }
    ServiceDescription description = service.description();
    if (description.method(call.method()).isEmpty()) {
      throw notAllowed(description, call.method());
    }
    if (call.method() == ServiceMethod.FIND) {
      return new Answer(service.find(caller, object("query", call.query())), false);
    }
    Set<String> select =
        new QueryLanguage(Map.of(), description.thing()).selection(object("query", call.query()));
    Answer answer = callOne(service, caller, call);
    return new Answer(Answers.select(answer.payload(), select), answer.created());
  }

  private static Answer callOne(Service service, Caller caller, Call call) {
    return switch (call.method()) {
      case GET -> new Answer(service.get(caller, id(call), NO_QUERY), false);
      case CREATE -> {
        Service.Created made = service.create(caller, object("data", call.data()));
        yield new Answer(made.payload(), !made.repeated());
      }
      case PATCH -> {
        JsonNode data = object("data", call.data());
        yield new Answer(
            service.patch(caller, id(call), WholeRecord.changes(service, caller, id(call), data)),
            false);
      }
      case REMOVE -> new Answer(service.remove(caller, id(call)), false);
      case FIND, UPDATE -> throw notAllowed(service.description(), call.method());
    };
  }

  private static Rejection notAllowed(ServiceDescription service, ServiceMethod method) {
    String message =
        method == ServiceMethod.UPDATE
            ? "Things are changed by 'patch'; 'update' replaces them and is not offered."
            : "The service '" + service.name() + "' has no method '" + method.text() + "'.";
    return Rejection.of(ErrorCode.METHOD_NOT_ALLOWED, message);
  }

  private static String id(Call call) {
    String id = call.id();
    if (id == null) {
      throw Rejection.of(
          ErrorCode.ID_MISSING,
          "'" + call.method().text() + "' needs the id of one thing; many at once is not offered.");
    }
    if (!IdFormat.matches(id)) {
      throw new Rejection(
          ErrorPayload.of(
              Refusal.of(
                  NOT_FOUND.getOrDefault(call.service(), RefusalCode.THING_NOT_FOUND),
                  "There is none of that id, which is no id: an id is " + IdFormat.IN_WORDS + ".",
                  "id",
                  "is no id")));
    }
    return id;
  }

  private static JsonNode object(String what, JsonNode node) {
    if (node.isArray() && what.equals("data")) {
      throw Rejection.of(
          ErrorCode.MANY_NOT_OFFERED, "The data is one object; many at once is not offered.");
    }
    if (!node.isObject()) {
      throw Rejection.badField(what, "is not an object", "The " + what + " is one JSON object.");
    }
    return node;
  }
}
