// SPDX-License-Identifier: Apache-2.0
/** The chat of a school, whole: what it is built on and what it is built of. */
@NullMarked
package homeroom.chat;

import org.jspecify.annotations.NullMarked;
