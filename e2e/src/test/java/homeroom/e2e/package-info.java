// SPDX-License-Identifier: Apache-2.0
/** The whole server as a process of its own, driven by official clients over real sockets. */
@NullMarked
package homeroom.e2e;

import org.jspecify.annotations.NullMarked;
