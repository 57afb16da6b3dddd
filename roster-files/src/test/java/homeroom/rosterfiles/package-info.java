// SPDX-License-Identifier: Apache-2.0
@NullMarked
package homeroom.rosterfiles;

import org.jspecify.annotations.NullMarked;
