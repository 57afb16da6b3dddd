// SPDX-License-Identifier: Apache-2.0
/** Who signed in with what, and the tokens that were ended before their time. */
@NullMarked
package homeroom.chat.session;

import org.jspecify.annotations.NullMarked;
