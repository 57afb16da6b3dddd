// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import tools.jackson.databind.JsonNode;

/** Somebody to be put into a class. */
sealed interface NewClassLink {

  /** The class. */
  String classId();

  /** Who is to be in it. */
  String userId();

  @Received
  @About("A teacher for a class.")
  record Teacher(@Id String classId, @Id String teacherId) implements NewClassLink {

    static Teacher read(JsonNode data) {
      Fields.only(data, "classId", "teacherId");
      return new Teacher(Fields.id(data, "classId"), Fields.id(data, "teacherId"));
    }

    @Override
    public String userId() {
      return teacherId;
    }
  }

  @Received
  @About("A student for a class.")
  record Student(@Id String classId, @Id String studentId) implements NewClassLink {

    static Student read(JsonNode data) {
      Fields.only(data, "classId", "studentId");
      return new Student(Fields.id(data, "classId"), Fields.id(data, "studentId"));
    }

    @Override
    public String userId() {
      return studentId;
    }
  }
}
