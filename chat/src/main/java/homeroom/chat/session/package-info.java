// SPDX-License-Identifier: Apache-2.0
/** Which signed-in sessions were ended before their time. */
@NullMarked
package homeroom.chat.session;

import org.jspecify.annotations.NullMarked;
