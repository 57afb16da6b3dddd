// SPDX-License-Identifier: Apache-2.0
/**
 * The program: reads its configuration, builds every part by its constructor, starts, drains and
 * stops; and the command line around it.
 */
@NullMarked
package homeroom.server;

import org.jspecify.annotations.NullMarked;
