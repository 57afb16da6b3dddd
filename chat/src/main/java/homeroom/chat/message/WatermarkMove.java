// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/**
 * A watermark that moved.
 *
 * @param advance what moved it; its seq is where the watermark stands now
 * @param before where it stood before: the delivered one, or the read one of a read
 */
public record WatermarkMove(WatermarkAdvance advance, long before) {}
