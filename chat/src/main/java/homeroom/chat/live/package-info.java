// SPDX-License-Identifier: Apache-2.0
/** How the running chat follows what changes around it: the roster, and the end of typing. */
@NullMarked
package homeroom.chat.live;

import org.jspecify.annotations.NullMarked;
