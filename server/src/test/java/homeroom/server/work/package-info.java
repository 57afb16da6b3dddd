// SPDX-License-Identifier: Apache-2.0
/** How much work input makes, in steps of the code that reads it. */
@NullMarked
package homeroom.server.work;

import org.jspecify.annotations.NullMarked;
