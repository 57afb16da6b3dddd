// SPDX-License-Identifier: Apache-2.0
/**
 * Rosters that come as a whole from elsewhere: what they change, and how a change of many thousand
 * rows becomes current at once.
 */
@NullMarked
package homeroom.chat.imports;

import org.jspecify.annotations.NullMarked;
