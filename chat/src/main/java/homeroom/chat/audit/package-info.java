// SPDX-License-Identifier: Apache-2.0
/** The chain of what was done: who did what to whom, when and from where. */
@NullMarked
package homeroom.chat.audit;

import org.jspecify.annotations.NullMarked;
