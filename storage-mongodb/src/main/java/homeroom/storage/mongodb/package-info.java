// SPDX-License-Identifier: Apache-2.0
/**
 * The store where a school outgrows one machine: every port of the chat on MongoDB. Calls run on
 * the thread of the caller, which is usually a virtual one; the driver is Java and holds no
 * carrier.
 *
 * <p>Every query, by the fields it always names, and the index that serves it. What a caller adds
 * to one only narrows down what the rest finds, and is bounded by the time limit of a search; where
 * a query names no field it is the order that is listed. A test holds this list against every
 * command that the contracts of all stores make this package send. ({@code conversationId+revs},
 * unique, serves no query: that no rev is taken twice is what it is for.)
 *
 * <pre>
 * audit by _id                                                   -> _id
 * audit by schoolId                                              -> schoolId+at
 * class-enrollments by _id                                       -> _id
 * class-enrollments by classId schoolId                          -> classId+studentId
 * class-enrollments by classId studentId                         -> classId+studentId
 * class-enrollments by schoolId                                  -> schoolId+_id
 * class-enrollments by schoolId studentId                        -> studentId
 * class-enrollments by updatedAt                                 -> updatedAt
 * class-teachers by _id                                          -> _id
 * class-teachers by classId schoolId                             -> classId+teacherId
 * class-teachers by classId teacherId                            -> classId+teacherId
 * class-teachers by schoolId                                     -> schoolId+_id
 * class-teachers by schoolId teacherId                           -> teacherId
 * class-teachers by updatedAt                                    -> updatedAt
 * classes by _id                                                 -> _id
 * classes by _id archived schoolId                               -> _id
 * classes by _id schoolId                                        -> _id
 * classes by archived schoolId                                   -> schoolId+_id
 * classes by schoolId                                            -> schoolId+_id
 * classes by updatedAt                                           -> updatedAt
 * conversations by $or archived schoolId                         -> participants+updatedAt
 * conversations by _id                                           -> _id
 * conversations by _id asOf                                      -> _id
 * conversations by _id participants schoolId type                -> _id
 * conversations by _id schoolId                                  -> _id
 * conversations by _id schoolId type                             -> _id
 * conversations by classId                                       -> classId
 * conversations by classId schoolId                              -> classId
 * conversations by directKey                                     -> directKey
 * ended-tokens by _id                                            -> _id
 * ended-tokens by endedAt                                        -> endedAt
 * ended-tokens by expiresAt                                      -> expiresAt
 * homeroom-counters by _id                                       -> _id
 * homeroom-leases by _id process                                 -> _id
 * homeroom-schema by _id                                         -> _id
 * messages by _id                                                -> _id
 * messages by _id conversationId rev                             -> _id
 * messages by _id schoolId                                       -> _id
 * messages by clientId conversationId schoolId senderId          -> conversationId+senderId+clientId
 * messages by clientId conversationId senderId                   -> conversationId+senderId+clientId
 * messages by conversationId                                     -> conversationId+rev
 * messages by conversationId deletedAt                           -> conversationId+seq
 * messages by conversationId deletedAt schoolId senderId seq     -> conversationId+seq
 * messages by conversationId deletedAt schoolId seq              -> conversationId+seq
 * messages by conversationId rev schoolId                        -> conversationId+rev
 * messages by conversationId schoolId                            -> conversationId+seq
 * messages by conversationId schoolId senderId                   -> conversationId+senderId+clientId
 * messages by conversationId schoolId seq                        -> conversationId+seq
 * messages by conversationId schoolId words                      -> conversationId+words
 * messages by conversationId seq                                 -> conversationId+seq
 * receipt-advances by conversationId read seq userId             -> conversationId+userId+read+seq
 * receipt-advances by conversationId schoolId userId             -> conversationId+userId+read+seq
 * receipts by _id                                                -> _id
 * receipts by _id deliveredSeq readSeq                           -> _id
 * receipts by _id movedBy                                        -> _id
 * receipts by _id schoolId                                       -> _id
 * receipts by conversationId                                     -> conversationId+userId
 * receipts by conversationId joinSeq schoolId                    -> conversationId+userId
 * receipts by conversationId schoolId                            -> conversationId+userId
 * receipts by conversationId schoolId userId                     -> conversationId+userId
 * receipts by conversationId userId                              -> conversationId+userId
 * schools by _id                                                 -> _id
 * schools by updatedAt                                           -> updatedAt
 * users by _id                                                   -> _id
 * users by _id active role schoolId                              -> _id
 * users by _id passwordHash                                      -> _id
 * users by _id schoolId                                          -> _id
 * users by active role schoolId                                  -> schoolId+role
 * users by emailKey                                              -> emailKey
 * users by schoolId                                              -> schoolId+_id
 * users by updatedAt                                             -> updatedAt
 * </pre>
 *
 * <p>Conversations of a member are the two branches of one {@code $or}, each with its own index:
 * {@code participants+updatedAt} and {@code classId}. The rosters of a school's own application are
 * asked the same under their own names; which indexes serve that is theirs to decide, and missing
 * ones are named in the log.
 *
 * <p>In a sharded cluster {@code messages} may be sharded by {@code conversationId: 1} and by
 * nothing else, since its unique indexes begin with it; the other collections stay whole.
 */
@NullMarked
package homeroom.storage.mongodb;

import org.jspecify.annotations.NullMarked;
