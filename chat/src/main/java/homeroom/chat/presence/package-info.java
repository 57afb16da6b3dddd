// SPDX-License-Identifier: Apache-2.0
/** Who is connected, and which connections an event reaches. */
@NullMarked
package homeroom.chat.presence;

import org.jspecify.annotations.NullMarked;
