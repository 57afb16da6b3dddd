// SPDX-License-Identifier: Apache-2.0
/**
 * Who is asking and where: the ids, roles and schools that every other package speaks of, and how a
 * rule says no.
 */
@NullMarked
package homeroom.chat.school;

import org.jspecify.annotations.NullMarked;
