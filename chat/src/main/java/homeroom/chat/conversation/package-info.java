// SPDX-License-Identifier: Apache-2.0
/** Conversations: who is in them, who may start them, who may write. */
@NullMarked
package homeroom.chat.conversation;

import org.jspecify.annotations.NullMarked;
