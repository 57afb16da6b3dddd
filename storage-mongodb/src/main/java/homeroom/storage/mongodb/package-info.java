// SPDX-License-Identifier: Apache-2.0
/**
 * The store where a school outgrows one machine: every port of the chat on MongoDB. Calls run on
 * the thread of the caller, which is usually a virtual one; the driver is Java and holds no
 * carrier.
 *
 * <p>Every query, by the fields it always names, in its order (falling with a minus), and the index
 * that serves it. What a caller adds to one only narrows down what the rest finds, and is bounded
 * by the time limit of a search. "Sorted" is what the server sorts itself, since no index gives the
 * order: it keeps no more than a page and what is skipped before it, and the same time limit holds.
 * That is so for a search, whose order is another than that of words; for the conversations of one
 * user, which are few; and for orders by what only a caller names. A test holds this list against
 * every command that the contracts of all stores make this package send, and another against the
 * plans of a real server.
 *
 * <pre>
 * advance-batches by conversationId in seq _id                 -> conversationId+seq+_id
 * advance-batches by conversationId seq                        -> conversationId+seq+_id
 * audit by action actor at network schoolId target             -> schoolId+actor+at
 * audit by schoolId                                            -> schoolId+seq
 * audit by schoolId in -seq                                    -> schoolId+seq
 * audit by schoolId in at _id                                  -> schoolId+at+_id
 * audit by schoolId in schoolId seq                            -> schoolId+seq
 * audit by schoolId seq                                        -> schoolId+seq
 * audit by schoolId seq in schoolId seq                        -> schoolId+seq
 * audit by schoolId seq in seq                                 -> schoolId+seq
 * audit in -schoolId -seq                                      -> schoolId+seq
 * audit in schoolId seq                                        -> schoolId+seq
 * audit-intentions by _id                                      -> _id
 * audit-intentions in _id                                      -> _id
 * audit-tallies by _id                                         -> _id
 * audit-tallies by quarter in quarter                          -> quarter
 * class-enrollments by _id                                     -> _id
 * class-enrollments by _id in _id                              -> _id
 * class-enrollments by classId schoolId                        -> classId+studentId
 * class-enrollments by classId studentId                       -> classId+studentId
 * class-enrollments by schoolId                                -> schoolId+_id
 * class-enrollments by schoolId in _id                         -> schoolId+_id
 * class-enrollments by schoolId studentId                      -> studentId
 * class-enrollments in -_id                                    -> _id
 * class-enrollments in -updatedAt                              -> updatedAt
 * class-enrollments in _id                                     -> _id
 * class-teachers by _id                                        -> _id
 * class-teachers by _id in _id                                 -> _id
 * class-teachers by classId schoolId                           -> classId+teacherId
 * class-teachers by classId teacherId                          -> classId+teacherId
 * class-teachers by schoolId                                   -> schoolId+_id
 * class-teachers by schoolId in _id                            -> schoolId+_id
 * class-teachers by schoolId teacherId                         -> teacherId
 * class-teachers in -_id                                       -> _id
 * class-teachers in -updatedAt                                 -> updatedAt
 * class-teachers in _id                                        -> _id
 * classes by _id                                               -> _id
 * classes by _id archived code name updatedAt                  -> _id
 * classes by _id in _id                                        -> _id
 * classes by archived schoolId                                 -> schoolId+_id
 * classes by schoolId                                          -> schoolId+_id
 * classes by schoolId in -nameKey _id                          -> schoolId+nameKey+_id, sorted
 * classes by schoolId in _id                                   -> schoolId+_id
 * classes by schoolId in nameKey _id                           -> schoolId+nameKey+_id
 * classes in -_id                                              -> _id
 * classes in -updatedAt                                        -> updatedAt
 * classes in _id                                               -> _id
 * closed-classes by _id                                        -> _id
 * closed-classes by _id closed                                 -> _id
 * closed-classes by closed schoolId                            -> schoolId
 * closed-classes in -_id                                       -> _id
 * closed-classes in _id                                        -> _id
 * conversations by $or archived schoolId                       -> participants+updatedAt
 * conversations by $or archived schoolId in -participants _id  -> participants+updatedAt, sorted
 * conversations by $or archived schoolId in -updatedAt _id     -> participants+updatedAt, sorted
 * conversations by $or archived schoolId in _id                -> participants+updatedAt, sorted
 * conversations by $or archived schoolId in participants _id   -> participants+updatedAt, sorted
 * conversations by $or schoolId updatedAt in updatedAt _id     -> schoolId+updatedAt, sorted
 * conversations by _id                                         -> _id
 * conversations by _id archived classId schoolId in _id        -> classId, sorted
 * conversations by _id archived participants schoolId in _id   -> participants+_id
 * conversations by _id archived schoolId supervisors in _id    -> supervisors+_id
 * conversations by _id archived schoolId type in _id           -> schoolId+_id
 * conversations by _id asOf                                    -> _id
 * conversations by _id in _id                                  -> _id
 * conversations by _id participants schoolId type              -> _id
 * conversations by _id schoolId                                -> _id
 * conversations by _id schoolId type                           -> _id
 * conversations by archived classId schoolId                   -> classId
 * conversations by archived classId schoolId in _id            -> classId, sorted
 * conversations by archived participants schoolId              -> participants+_id
 * conversations by archived participants schoolId in _id       -> participants+_id
 * conversations by archived participants schoolId type         -> participants+updatedAt
 * conversations by archived schoolId supervisors               -> supervisors+_id
 * conversations by archived schoolId supervisors in _id        -> supervisors+_id
 * conversations by archived schoolId type in _id               -> schoolId+_id
 * conversations by classId                                     -> classId
 * conversations by classId schoolId                            -> classId
 * conversations by createdAt createdBy schoolId type           -> createdBy+createdAt
 * conversations by directKey                                   -> directKey
 * conversations by schoolId in -updatedAt                      -> schoolId+updatedAt
 * conversations by schoolId updatedAt in updatedAt _id         -> schoolId+updatedAt, sorted
 * conversations in -_id                                        -> _id
 * conversations in _id                                         -> _id
 * ended-tokens by _id                                          -> _id
 * ended-tokens by endedAt                                      -> endedAt
 * ended-tokens by expiresAt                                    -> expiresAt
 * ended-tokens in -_id                                         -> _id
 * ended-tokens in _id                                          -> _id
 * homeroom-counters by _id                                     -> _id
 * homeroom-changes by _id                                      -> _id
 * homeroom-changes by at                                       -> at
 * homeroom-nodes by _id                                        -> _id
 * homeroom-nodes by beatAt                                     -> beatAt
 * homeroom-leases by _id                                       -> _id
 * homeroom-leases by _id process                               -> _id
 * homeroom-leases by _id process renewals                      -> _id
 * homeroom-schema by _id                                       -> _id
 * homeroom-schema by _id copied                                -> _id
 * factors by $or kind userId                                   -> userId+_id
 * factors by _id                                               -> _id
 * factors by expiresAt                                         -> expiresAt
 * factors by kind userId                                       -> userId+_id
 * factors by kind userId in -createdAt -_id                    -> userId+_id, sorted
 * factors by userId in _id                                     -> userId+_id
 * factors in -_id                                              -> _id
 * factors in _id                                               -> _id
 * messages by $or                                              -> conversationId+rev
 * messages by _id                                              -> _id
 * messages by _id conversationId rev                           -> _id
 * messages by _id in _id                                       -> _id
 * messages by _id schoolId                                     -> _id
 * messages by clientId conversationId schoolId senderId        -> conversationId+senderId+clientId
 * messages by clientId conversationId senderId                 -> conversationId+senderId+clientId
 * messages by conversationId deletedAt in -seq                 -> conversationId+seq
 * messages by conversationId in -rev                           -> conversationId+rev
 * messages by conversationId in -seq                           -> conversationId+seq
 * messages by conversationId rev schoolId in rev               -> conversationId+rev
 * messages by conversationId schoolId                          -> conversationId+seq
 * messages by conversationId schoolId in -_id                  -> conversationId+seq, sorted
 * messages by conversationId schoolId in -createdAt _id        -> conversationId+-createdAt+_id
 * messages by conversationId schoolId in -replyTo _id          -> conversationId+seq, sorted
 * messages by conversationId schoolId in -rev                  -> conversationId+rev
 * messages by conversationId schoolId in -senderId _id         -> conversationId+seq, sorted
 * messages by conversationId schoolId in -seq                  -> conversationId+seq
 * messages by conversationId schoolId in _id                   -> conversationId+seq, sorted
 * messages by conversationId schoolId in createdAt _id         -> conversationId+createdAt+_id
 * messages by conversationId schoolId in replyTo _id           -> conversationId+seq, sorted
 * messages by conversationId schoolId in rev                   -> conversationId+rev
 * messages by conversationId schoolId in senderId -seq         -> conversationId+seq, sorted
 * messages by conversationId schoolId in senderId _id          -> conversationId+seq, sorted
 * messages by conversationId schoolId in seq                   -> conversationId+seq
 * messages by conversationId schoolId senderId                 -> conversationId+senderId+clientId
 * messages by conversationId schoolId seq in -seq              -> conversationId+seq
 * messages by conversationId schoolId words                    -> conversationId+words
 * messages by conversationId schoolId words in -createdAt -_id -> conversationId+words, sorted
 * messages by conversationId schoolId words in createdAt _id   -> conversationId+words, sorted
 * messages by conversationId revs schoolId                     -> conversationId+revs
 * messages by conversationId schoolId updatedAt                -> schoolId+updatedAt
 * messages by conversationId seq                               -> conversationId+seq
 * messages by schoolId updatedAt                               -> schoolId+updatedAt
 * messages in -_id                                             -> _id
 * messages in _id                                              -> _id
 * receipt-advances by conversationId in userId read seq        -> conversationId+userId+read+seq
 * roster-entries by accounts kind schoolId source              -> schoolId+source+kind+key
 * roster-entries by id kind schoolId source                    -> schoolId+source+id
 * roster-entries by key kind schoolId source                   -> schoolId+source+kind+key
 * roster-entries by kind schoolId source                       -> schoolId+source+kind+key
 * roster-entries by person schoolId source                     -> schoolId+source+person
 * roster-entries by schoolId source                            -> schoolId+source+kind+key
 * roster-entries in -schoolId -source -kind -key               -> schoolId+source+kind+key
 * roster-entries in schoolId source kind key                   -> schoolId+source+kind+key
 * roster-import-batches by _id                                 -> _id
 * roster-import-batches by import                              -> import
 * roster-imports by $or _id state                              -> _id
 * roster-imports by _id                                        -> _id
 * roster-imports by _id state                                  -> _id
 * roster-imports by schoolId state                             -> schoolId+state+at+_id
 * roster-imports by schoolId state in -at -_id                 -> schoolId+state+at+_id
 * roster-imports by state in at _id                            -> state+at+_id
 * schools by _id                                               -> _id
 * schools by _id in _id                                        -> _id
 * schools in -_id                                              -> _id
 * schools in -updatedAt                                        -> updatedAt
 * schools in _id                                               -> _id
 * settings by schoolId in -version                             -> schoolId+version
 * settings in -_id                                             -> _id
 * settings in _id                                              -> _id
 * sign-ins by _id                                              -> _id
 * sign-ins by expiresAt                                        -> expiresAt
 * sign-ins by userId in -at -_id                               -> userId+at+_id
 * users by _id                                                 -> _id
 * users by _id active email name role updatedAt username       -> _id
 * users by _id active role schoolId                            -> _id
 * users by _id in _id                                          -> _id
 * users by _id passwordHash                                    -> _id
 * users by _id schoolId                                        -> _id
 * users by active role schoolId                                -> schoolId+role
 * users by emailKey                                            -> emailKey
 * users by schoolId                                            -> schoolId+_id
 * users by schoolId in -nameKey _id                            -> schoolId+nameKey+_id, sorted
 * users by schoolId in _id                                     -> schoolId+_id
 * users by schoolId in nameKey _id                             -> schoolId+nameKey+_id
 * users by schoolId usernameKey                                -> usernameKey
 * users by usernameKey                                         -> usernameKey
 * users in -_id                                                -> _id
 * users in -updatedAt                                          -> updatedAt
 * users in _id                                                 -> _id
 * watermarks by _id                                            -> _id
 * watermarks by _id in -_id                                    -> _id
 * watermarks by _id in _id                                     -> _id
 * watermarks by _id schoolId                                   -> _id
 * </pre>
 *
 * <p>Conversations of a member are the three branches of one {@code $or}, each with its own index:
 * {@code participants+updatedAt}, {@code supervisors} and {@code classId}. The rosters of a
 * school's own application are asked the same under their own names; which indexes serve that is
 * theirs to decide, and missing ones are named in the log.
 *
 * <p>In a sharded cluster {@code messages} may be sharded by {@code conversationId: 1} and by
 * nothing else, since its unique indexes begin with it; the other collections stay whole.
 */
@NullMarked
package homeroom.storage.mongodb;

import org.jspecify.annotations.NullMarked;
