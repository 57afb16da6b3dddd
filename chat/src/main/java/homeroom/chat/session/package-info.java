// SPDX-License-Identifier: Apache-2.0
/**
 * Who signed in with what, the tokens that were ended before their time, and what people sign in
 * with beside a password.
 */
@NullMarked
package homeroom.chat.session;

import org.jspecify.annotations.NullMarked;
