package homeroom.api.service;

import homeroom.api.wire.ClassPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Outcome;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code classes}: their members read; admins of the school make, rename and archive. */
public final class ClassService implements Service {

  private final Service reading;
  private final ClassRegistrar registrar;

  public ClassService(Roster roster, ClassRegistrar registrar) {
    this.reading = RosterService.classes(roster);
    this.registrar = registrar;
  }

  @Override
  public String name() {
    return reading.name();
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    return reading.find(caller, query);
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    return reading.get(caller, id, query);
  }

  /** {@code { name, code }}. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    Rejection.orThrow(registrar.mayChange(caller));
    return new Form(data, List.of("name", "code"))
        .require("name", "code")
        .read(form -> new NewClass(form.requiredText("name"), form.requiredText("code")))
        .create(caller, registrar);
  }

  /** {@code { name?, code?, archived? }}. */
  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    var classId = new ClassId(id);
    Rejection.orThrow(registrar.mayChange(caller, classId));
    ClassRegistrar.Change change =
        new Form(data, List.of("name", "code", "archived"))
            .read(form ->
                new ClassRegistrar.Change(
                    form.text("name"), form.text("code"), form.flag("archived")));
    return payload(registrar.change(caller, classId, change));
  }

  /** Archives. */
  @Override
  public Object remove(Caller caller, String id) {
    return payload(registrar.archive(caller, new ClassId(id)));
  }

  private record NewClass(String name, String code) {
    Created create(Caller caller, ClassRegistrar registrar) {
      return new Created(payload(registrar.create(caller, name, code)), false);
    }
  }

  private static ClassPayload payload(Outcome<SchoolClass> outcome) {
    return ClassPayload.of(Rejection.orThrow(outcome));
  }
}
