// SPDX-License-Identifier: Apache-2.0
/** Moving everything that one store keeps into another. */
@NullMarked
package homeroom.chat.transfer;

import org.jspecify.annotations.NullMarked;
