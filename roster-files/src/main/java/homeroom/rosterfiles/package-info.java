// SPDX-License-Identifier: Apache-2.0
/**
 * The files that schools have: OneRoster CSV 1.1 and 1.2, School Data Sync 2.1 and a plain list,
 * read into a {@link homeroom.chat.imports.DesiredRoster}; and OneRoster 1.2, written.
 */
@NullMarked
package homeroom.rosterfiles;

import org.jspecify.annotations.NullMarked;
