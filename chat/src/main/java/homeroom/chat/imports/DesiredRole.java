// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.school.Role;

/**
 * The role of somebody of whom a source says nothing else this time.
 *
 * @param key what the source calls them
 */
public record DesiredRole(String key, Role role, Place place) {}
