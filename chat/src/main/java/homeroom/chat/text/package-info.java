// SPDX-License-Identifier: Apache-2.0
/**
 * What people write, each in its one form: texts, names, e-mail addresses, the keys by which they
 * are compared, and the words that a message is found by. Knows the JDK alone.
 */
@NullMarked
package homeroom.chat.text;

import org.jspecify.annotations.NullMarked;
