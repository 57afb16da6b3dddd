// SPDX-License-Identifier: Apache-2.0
/**
 * What every store must do, as tests: one interface for each promise of a port. An adapter
 * implements them in a test class that answers {@code stores()}.
 */
@NullMarked
package homeroom.chat.contracts;

import org.jspecify.annotations.NullMarked;
