// SPDX-License-Identifier: Apache-2.0
@NullMarked
package homeroom.dev;

import org.jspecify.annotations.NullMarked;
