// SPDX-License-Identifier: Apache-2.0
/**
 * What a delivery costs where several nodes relay it over Redis, ours beside those of socket.io:
 * measured on one to three nodes, fitted, and reckoned for many.
 */
@NullMarked
package homeroom.bench.cluster;

import org.jspecify.annotations.NullMarked;
