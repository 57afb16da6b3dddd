// SPDX-License-Identifier: Apache-2.0
/**
 * Who belongs to a school and its classes: users, classes, teachers, enrolments, and who may know
 * whom.
 */
@NullMarked
package homeroom.chat.roster;

import org.jspecify.annotations.NullMarked;
