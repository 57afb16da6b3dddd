// SPDX-License-Identifier: Apache-2.0
/**
 * The whole chat under load: a school of signed-in devices, and what is measured with it. Cheap, so
 * that the server is what is measured: a delivery is known by a stamp of fixed width in its text,
 * and acked by copying the digits of its id.
 */
@NullMarked
package homeroom.bench.chat;

import org.jspecify.annotations.NullMarked;
