// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.ClassPayload;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Rejection;
import homeroom.chat.roster.ClassRegistrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Outcome;
import tools.jackson.databind.JsonNode;

/** {@code classes}: their members read; admins of the school make, rename and archive. */
public final class ClassService implements Service {

  private static final PayloadReader<NewClassPayload> CREATE =
      PayloadReader.of(NewClassPayload.class);

  private static final PayloadReader<ChangedClassPayload> PATCH =
      PayloadReader.of(ChangedClassPayload.class);

  private final Service reading;
  private final ServiceDescription description;
  private final ClassRegistrar registrar;

  public ClassService(Roster roster, ClassRegistrar registrar) {
    this.reading = RosterService.classes(roster);
    this.description =
        reading
            .description()
            .create("Makes a class, and its conversation; for admins.", CREATE)
            .patch("Changes a class; for admins.", PATCH)
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
    NewClassPayload wanted = CREATE.read(data);
    return new Created(payload(registrar.create(caller, wanted.name(), wanted.code())), false);
  }

  /** {@code { name?, code?, archived? }}. */
  @Override
  public Object patch(Caller caller, String id, JsonNode data) {
    var classId = new ClassId(id);
    Rejection.orThrow(registrar.mayChange(caller, classId));
    ChangedClassPayload wanted = PATCH.read(data);
    var change = new ClassRegistrar.Change(wanted.name(), wanted.code(), wanted.archived());
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
