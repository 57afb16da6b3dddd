/**
 * The program: reads its configuration, builds every room by its constructor, starts, drains and
 * stops; and the command line around it.
 */
@NullMarked
package homeroom.server;

import org.jspecify.annotations.NullMarked;
