// SPDX-License-Identifier: Apache-2.0
/** The wire of Homeroom: one set of services and events, over REST and over Socket.IO. */
@NullMarked
package homeroom.api;

import org.jspecify.annotations.NullMarked;
