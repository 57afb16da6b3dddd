// SPDX-License-Identifier: Apache-2.0
/** How much of the server one user may take: costs of calls, and buckets that pay them. */
@NullMarked
package homeroom.chat.rate;

import org.jspecify.annotations.NullMarked;
