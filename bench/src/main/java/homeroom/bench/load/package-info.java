// SPDX-License-Identifier: Apache-2.0
/**
 * Clients that say something in their room and count what comes. Cheap, so that the server is what
 * is measured: a delivery is known by its length, its name and a number, compared as machine words.
 */
@NullMarked
package homeroom.bench.load;

import org.jspecify.annotations.NullMarked;
