// SPDX-License-Identifier: Apache-2.0
/** What tests of servers need. */
@NullMarked
package homeroom.http.testing;

import org.jspecify.annotations.NullMarked;
