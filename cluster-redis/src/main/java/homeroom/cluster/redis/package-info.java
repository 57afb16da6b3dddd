// SPDX-License-Identifier: Apache-2.0
/**
 * The bus between nodes, on one or more Redis servers that need keep nothing. Each school has all
 * that is its own on one of them: a hash with the epoch and the offset of its log, the log itself
 * as a stream, and a channel; one script appends to all three in one step.
 *
 * <pre>
 * hr:STORE:{SCHOOL}:m   hash    run, epoch, offset; another run of the server is another epoch
 * hr:STORE:{SCHOOL}:l   stream  some 4 000 entries of the last minutes, each by its offset
 * hr:STORE:{SCHOOL}:c   channel "OFFSET EPOCH MILLIS PAYLOAD", or "- PAYLOAD" of what has no place
 * hr:STORE:nodes        sorted  "NODE SERVERS" by when it beat last; SERVERS tells lists of them apart
 * hr:STORE:beats:NODE   channel "MILLIS SCHOOL EPOCH OFFSET …", to that node alone
 * </pre>
 *
 * <p>Calls block, on virtual threads, until a server answered or a second is over. What is heard
 * comes on a thread of the driver. No command is ever sent twice: whatever a connection did not
 * answer in time is not known, that connection is given up, and the next call makes another.
 */
@NullMarked
package homeroom.cluster.redis;

import org.jspecify.annotations.NullMarked;
