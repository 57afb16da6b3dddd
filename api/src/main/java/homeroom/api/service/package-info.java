// SPDX-License-Identifier: Apache-2.0
/** The services of the wire, each once, and the query language; the transports stand on top. */
@NullMarked
package homeroom.api.service;

import org.jspecify.annotations.NullMarked;
