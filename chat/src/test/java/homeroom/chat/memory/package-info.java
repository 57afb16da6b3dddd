// SPDX-License-Identifier: Apache-2.0
/**
 * Every store of the chat in memory, for tests of what is built on stores. They pass the same
 * contracts as those of a database.
 */
@NullMarked
package homeroom.chat.memory;

import org.jspecify.annotations.NullMarked;
