// SPDX-License-Identifier: Apache-2.0
package homeroom.api.description;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.service.FieldType;
import homeroom.api.service.ServiceDescription;
import homeroom.api.socket.ClientEvent;
import homeroom.api.socket.ServerEvent;
import homeroom.api.wire.Description;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.PayloadField;
import homeroom.api.wire.Received;
import homeroom.api.wire.Shape;
import homeroom.chat.school.IdFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The types of payloads, socket events and services for TypeScript, as one declaration file. */
final class TypeScript {

  private static final String HEAD =
      """
      // The types of Homeroom's wire, made from the records that print and parse it.
      //
      //   import { io, type Socket } from "socket.io-client";
      //   const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, { auth: { token } });

      /** %s */
      export type Id = string;

      /** ISO 8601 in UTC with milliseconds: 2026-11-22T08:15:30.123Z */
      export type Time = string;

      /** One of these words today; let pass those that you do not know. */
      export type Open<Words extends string> = Words | (string & Record<never, never>);

      /** What the ack of a call is called with. */
      export type Answer<Granted> = Granted | Refused;

      /** What `find` answers. */
      export interface Page<Thing> {
        total: number;
        limit: number;
        skip: number;
        data: Thing[];
      }

      /** What a field is compared with. */
      export type Condition<Value> =
        | Value
        | null
        | {
            $in?: Value[];
            $nin?: Value[];
            $lt?: Value;
            $lte?: Value;
            $gt?: Value;
            $gte?: Value;
            $ne?: Value | null;
          };

      /** Conditions on fields. */
      export type Conditions<Fields> = { [Name in keyof Fields]?: Condition<Fields[Name]> } & {
        $or?: Conditions<Fields>[];
        $and?: Conditions<Fields>[];
      };

      /** What `find` may ask. */
      export type FindQuery<Fields, Thing> = Conditions<Fields> & {
        $limit?: number;
        $skip?: number;
        $sort?: { [Name in keyof Fields]?: 1 | -1 };
        $select?: (keyof Thing)[];
      };

      /** What every other method may ask. */
      export interface Params<Thing> {
        query?: { $select?: (keyof Thing)[] };
      }
      """
          .formatted(IdFormat.IN_WORDS);

  private final TreeMap<String, String> types = new TreeMap<>();

  private TypeScript() {}

  static String of(List<ServiceDescription> services) {
    return new TypeScript().describe(services);
  }

  private String describe(List<ServiceDescription> services) {
    String error = name(ErrorPayload.class);
    String calls = calls(error);
    String pushes = pushes();
    String called = services(services);
    return HEAD + String.join("", types.values()) + calls + pushes + called;
  }

  private String calls(String error) {
    var events = new StringBuilder();
    for (ClientEvent event : ClientEvent.values()) {
      name(ClientEvent.REFUSED);
      events.append(
          """
            /** %s */
            "%s": (payload: %s, ack: (answer: Answer<%s>) => void) => void;
          """
              .formatted(event.about(), event.text(), name(event.payload()), name(event.answer())));
    }
    String ack = "ack: (error: " + error + " | null, result: any) => void";
    return """

    /** What clients may send. The methods call the services, as Feathers does. */
    export interface ClientToServerEvents {
    %s  find: (service: keyof Services, query: object, %s) => void;
      get: (service: keyof Services, id: Id, query: object, %s) => void;
      create: (service: keyof Services, data: object, query: object, %s) => void;
      patch: (service: keyof Services, id: Id, data: object, query: object, %s) => void;
      remove: (service: keyof Services, id: Id | null, query: object, %s) => void;
    }
    """
        .formatted(events, ack, ack, ack, ack, ack);
  }

  private String pushes() {
    var events = new StringBuilder();
    for (ServerEvent event : ServerEvent.values()) {
      String payload = name(event.payload());
      String ack = event.asksForAck() ? ", ack: () => void" : "";
      events.append("  /** ").append(event.about()).append(" */\n");
      event
          .chat()
          .ifPresent(name ->
              events.append("  \"%s\": (payload: %s%s) => void;\n".formatted(name, payload, ack)));
      event
          .feathers()
          .ifPresent(
              name -> events.append("  \"%s\": (payload: %s) => void;\n".formatted(name, payload)));
    }
    return """

    /** What the server pushes: the chat's events, or those named as Feathers names them. */
    export interface ServerToClientEvents {
    %s}
    """
        .formatted(events);
  }

  private String services(List<ServiceDescription> services) {
    var all = new StringBuilder();
    for (ServiceDescription service : services) {
      all.append("  /** ").append(service.about()).append(" */\n");
      all.append("  \"").append(service.name()).append("\": {\n");
      service.methods().forEach(method -> all.append(method(service, method)));
      all.append("  };\n");
    }
    return """

    /** The services by name, for `feathers<Services>()`. */
    export interface Services {
    %s}
    """
        .formatted(all);
  }

  private String method(ServiceDescription service, ServiceDescription.Method method) {
    String thing = name(method.answer());
    String id = service.name().equals(AuthenticationService.NAME) ? "null" : "Id";
    String params = "params?: Params<" + thing + ">";
    String data = method.data() == null ? "" : "data: " + name(method.data()) + ", ";
    String signature =
        switch (method.method()) {
          case FIND -> "find(" + findParams(method, thing) + "): Promise<Page<" + thing + ">>";
          case GET -> "get(id: Id, " + params + "): Promise<" + thing + ">";
          case CREATE -> "create(" + data + params + "): Promise<" + thing + ">";
          case UPDATE -> "update(id: Id, " + data + params + "): Promise<" + thing + ">";
          case PATCH -> "patch(id: Id, " + data + params + "): Promise<" + thing + ">";
          case REMOVE -> "remove(id: " + id + ", " + params + "): Promise<" + thing + ">";
        };
    return "    /** " + method.about() + " */\n    " + signature + ";\n";
  }

  private String findParams(ServiceDescription.Method method, String thing) {
    var fields = new TreeMap<String, FieldType>();
    if (method.queries() != null) {
      fields.putAll(method.queries().fields());
    }
    String compared =
        fields.entrySet().stream()
            .map(field -> "\"" + field.getKey() + "\": " + type(field.getValue()))
            .collect(Collectors.joining("; "));
    String arguments =
        method.arguments().stream().map(this::argument).collect(Collectors.joining("; "));
    boolean needed = !method.arguments().stream().allMatch(PayloadField::optional);
    String query = "FindQuery<{ " + compared + " }, " + thing + ">";
    String whole = arguments.isEmpty() ? query : query + " & { " + arguments + " }";
    return needed ? "params: { query: " + whole + " }" : "params?: { query?: " + whole + " }";
  }

  private String argument(PayloadField argument) {
    return argument.name() + (argument.optional() ? "?: " : ": ") + type(argument.shape(), true);
  }

  private static String type(FieldType type) {
    return switch (type) {
      case TEXT, MEMBERSHIP -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case TIME -> "Time";
    };
  }

  /** The name of a record or sealed interface, which is declared from now on. */
  private String name(Class<?> type) {
    String name = PayloadName.of(type);
    if (!types.containsKey(name)) {
      types.put(name, "");
      types.put(name, type.isSealed() ? choice(name, type) : declaration(name, type));
    }
    return name;
  }

  private String choice(String name, Class<?> type) {
    String either =
        List.of(type.getPermittedSubclasses()).stream()
            .map(this::name)
            .collect(Collectors.joining(" | "));
    return "\nexport type " + name + " = " + either + ";\n";
  }

  private String declaration(String name, Class<?> type) {
    boolean received = type.isAnnotationPresent(Received.class);
    var declared = new StringBuilder("\n");
    Description description = type.getAnnotation(Description.class);
    if (description != null) {
      declared.append("/** ").append(description.value()).append(" */\n");
    }
    declared.append("export interface ").append(name).append(" {\n");
    for (PayloadField field : PayloadField.of(type)) {
      if (!field.description().isEmpty()) {
        declared.append("  /** ").append(field.description()).append(" */\n");
      }
      declared.append("  ").append(field.name()).append(field.optional() ? "?: " : ": ");
      declared
          .append(type(field.shape(), received))
          .append(field.nullable() ? " | null;\n" : ";\n");
    }
    return declared.append("}\n").toString();
  }

  private String type(Shape shape, boolean received) {
    return switch (shape) {
      case Shape.Text _ -> "string";
      case Shape.IdText() -> "Id";
      case Shape.TimeText() -> "Time";
      case Shape.ConstText(String text) -> literal(text);
      case Shape.OneOfTexts(List<String> texts) -> oneOf(texts, received);
      case Shape.WholeNumber _ -> "number";
      case Shape.TruthValue() -> "boolean";
      case Shape.ConstTruth(boolean value) -> String.valueOf(value);
      case Shape.ListOf(Shape items) -> "Array<" + type(items, received) + ">";
      case Shape.MapOf(Shape keys, Shape values, _) ->
          "Record<" + type(keys, received) + ", " + type(values, received) + ">";
      case Shape.Anything() -> "unknown";
      case Shape.Thing(Class<?> thing) -> name(thing);
    };
  }

  private static String oneOf(List<String> texts, boolean received) {
    String all = texts.stream().map(TypeScript::literal).collect(Collectors.joining(" | "));
    return received ? all : "Open<" + all + ">";
  }

  private static String literal(String text) {
    return '"' + text + '"';
  }
}
