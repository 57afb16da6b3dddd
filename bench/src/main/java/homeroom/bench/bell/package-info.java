// SPDX-License-Identifier: Apache-2.0
/**
 * The morning bell: a whole school connects within seconds, stays, and leaves; who was told of whom
 * is checked to the last event.
 */
@NullMarked
package homeroom.bench.bell;

import org.jspecify.annotations.NullMarked;
