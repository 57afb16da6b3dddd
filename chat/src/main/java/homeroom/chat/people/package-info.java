// SPDX-License-Identifier: Apache-2.0
/** The people of a school: who they are to whom, and who may make, change and deactivate them. */
@NullMarked
package homeroom.chat.people;

import org.jspecify.annotations.NullMarked;
