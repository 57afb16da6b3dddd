// SPDX-License-Identifier: Apache-2.0
/** Messages: send, history, and the promise that what is acknowledged is stored once, in order. */
@NullMarked
package homeroom.chat.message;

import org.jspecify.annotations.NullMarked;
