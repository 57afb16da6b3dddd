// SPDX-License-Identifier: Apache-2.0
/** The servers under measure, each a process of its own; see bench/peers/README.md. */
@NullMarked
package homeroom.bench.server;

import org.jspecify.annotations.NullMarked;
