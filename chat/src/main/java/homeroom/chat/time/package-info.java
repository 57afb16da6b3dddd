// SPDX-License-Identifier: Apache-2.0
/** Time that passes: how much of it has, and what is to be done once some more has. */
@NullMarked
package homeroom.chat.time;

import org.jspecify.annotations.NullMarked;
