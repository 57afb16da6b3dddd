// SPDX-License-Identifier: Apache-2.0
/**
 * Measures Homeroom's Socket.IO server beside others under the same load: {@code ./homeroom bench}.
 *
 * <p>Everything is built for machines that are noisy: all servers are alive at once, each is
 * measured for a second or two in turn, and what counts are the medians of ratios within a round.
 */
@NullMarked
package homeroom.bench;

import org.jspecify.annotations.NullMarked;
