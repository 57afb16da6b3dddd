// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;

/** Somebody to be put into a class. */
sealed interface NewClassLinkPayload {

  /** The class. */
  String classId();

  /** Who is to be in it. */
  String userId();

  @Received(additionalProperties = false)
  @Description("A teacher for a class.")
  record Teacher(@Id String classId, @Id String teacherId) implements NewClassLinkPayload {

    @Override
    public String userId() {
      return teacherId;
    }
  }

  @Received(additionalProperties = false)
  @Description("A student for a class.")
  record Student(@Id String classId, @Id String studentId) implements NewClassLinkPayload {

    @Override
    public String userId() {
      return studentId;
    }
  }
}
