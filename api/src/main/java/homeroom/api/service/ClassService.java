// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.ClassPayload;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code classes}: their members read; admins of the school make, rename and archive. */
public final class ClassService implements Service {

  @Received
  @About("A class to be made.")
  record NewClass(String name, String code) {}

  @Received
  @About("What is to change of a class; what is left out stays.")
  record ChangedClass(@Nullable String name, @Nullable String code, @Nullable Boolean archived) {}

  private final Service reading;
  private final ServiceDescription description;
  private final ClassRegistrar registrar;

  public ClassService(Roster roster, ClassRegistrar registrar) {
    this.reading = RosterService.classes(roster);
    this.description =
        reading
            .description()
            .create("Makes a class, and its conversation; for admins.", NewClass.class)
            .patch("Changes a class; for admins.", ChangedClass.class)
            .remove("Archives a class, and its conversation with it; for admins.");
    this.registrar = registrar;
  }

  @Override
  public ServiceDescription description() {
    return description;
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
    NewClass wanted =
        new Form(data, NewClass.class)
            .require("name", "code")
            .read(form -> new NewClass(form.requiredText("name"), form.requiredText("code")));
    return new Created(payload(registrar.create(caller, wanted.name, wanted.code)), false);
  }

  /** {@code { name?, code?, archived? }}. */
  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    var classId = new ClassId(id);
    Rejection.orThrow(registrar.mayChange(caller, classId));
    ClassRegistrar.Change change =
        new Form(data, ChangedClass.class)
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

  private static ClassPayload payload(Outcome<SchoolClass> outcome) {
    return ClassPayload.of(Rejection.orThrow(outcome));
  }
}
