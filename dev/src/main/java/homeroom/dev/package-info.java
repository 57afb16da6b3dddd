// SPDX-License-Identifier: Apache-2.0
/**
 * The loop of whoever changes Homeroom: compiles what changed, runs tests, restarts the demo,
 * formats. Needs the JDK alone, since the launcher compiles it before anything else is built.
 */
@NullMarked
package homeroom.dev;

import org.jspecify.annotations.NullMarked;
