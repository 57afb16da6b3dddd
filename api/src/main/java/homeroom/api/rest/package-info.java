// SPDX-License-Identifier: Apache-2.0
/** The services over REST, with the conventions of Feathers. */
@NullMarked
package homeroom.api.rest;

import org.jspecify.annotations.NullMarked;
