// SPDX-License-Identifier: Apache-2.0
/** The rules of a school: who may write to whom, when, and who looks on. */
@NullMarked
package homeroom.chat.policy;

import org.jspecify.annotations.NullMarked;
