// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded store: every port of the chat on one SQLite file. SQLite is native code that holds
 * its thread, so it runs only on platform threads of this package; callers, usually virtual
 * threads, wait for them.
 */
@NullMarked
package homeroom.storage.sqlite;

import org.jspecify.annotations.NullMarked;
