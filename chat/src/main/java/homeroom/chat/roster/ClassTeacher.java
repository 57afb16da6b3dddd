// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;

/** One teacher teaches one class; at most once. */
public record ClassTeacher(String id, SchoolId schoolId, ClassId classId, UserId teacherId) {}
