// SPDX-License-Identifier: Apache-2.0
/** The payloads of the wire, each a record, and the errors. Every name here is public contract. */
@NullMarked
package homeroom.api.wire;

import org.jspecify.annotations.NullMarked;
