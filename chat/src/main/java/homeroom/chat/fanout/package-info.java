// SPDX-License-Identifier: Apache-2.0
/** What is told to whom: the port that carries events to people, wherever they are connected. */
@NullMarked
package homeroom.chat.fanout;

import org.jspecify.annotations.NullMarked;
