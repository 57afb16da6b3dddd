// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.Days;
import homeroom.chat.school.Role;

/**
 * Somebody in a class, as a source wants it.
 *
 * @param key what the source calls it
 * @param schoolClass the key of the class
 * @param person the key of the person
 * @param role {@code STUDENT} or {@code TEACHER}
 * @param days from when to when
 */
public record DesiredLink(
    String key, String schoolClass, String person, Role role, Days days, Place place) {}
