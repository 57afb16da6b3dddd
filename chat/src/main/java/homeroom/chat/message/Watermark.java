// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one member has come in one conversation; every number only moves forward, and {@code
 * joinSeq <= deliveredSeq}, {@code readSeq <= deliveredSeq}.
 *
 * @param joinSeq the newest seq when the member joined: later messages count the member
 * @param deliveredAt when deliveredSeq last moved, null if never
 * @param readAt when readSeq last moved, null if never
 */
public record Watermark(
    UserId userId,
    long joinSeq,
    long deliveredSeq,
    @Nullable Instant deliveredAt,
    long readSeq,
    @Nullable Instant readAt) {}
