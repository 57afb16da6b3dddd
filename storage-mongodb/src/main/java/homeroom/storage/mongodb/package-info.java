/**
 * The store where a school outgrows one machine: every port of the chat on MongoDB. Calls run on
 * the thread of the caller, which is usually a virtual one; the driver is Java and holds no
 * carrier.
 *
 * <p>Every query and the index that serves it, fields joined by +; {@code _id} is an index of every
 * collection:
 *
 * <ul>
 *   <li>{@code users}: by id; sign-in by {@code emailKey} (unique); pages of a school by {@code
 *       schoolId+_id}; admins by {@code schoolId+role}
 *   <li>{@code classes}: by id; pages of a school by {@code schoolId+_id}
 *   <li>{@code class-teachers}, {@code class-enrollments}: members of a class by {@code
 *       classId+teacherId}, {@code classId+studentId} (unique); classes of a person by {@code
 *       teacherId}, {@code studentId}; pages of a school by {@code schoolId+_id}
 *   <li>all of these and {@code schools}: the newest {@code _id} and {@code updatedAt}, for the
 *       version of the rosters
 *   <li>{@code conversations}: by id; those of a member by {@code participants+updatedAt}; of a
 *       class by {@code classId} (unique, sparse); of a pair by {@code directKey} (unique, sparse)
 *   <li>{@code messages}: by id; pages, newest, unread and senders by {@code conversationId+seq}
 *       (unique); what changed and the head by {@code conversationId+rev}; repeats by {@code
 *       conversationId+senderId+clientId} (unique); pages by time and by answer by {@code
 *       conversationId+createdAt}, {@code conversationId+replyTo}; searches by {@code
 *       conversationId+words}. That no rev is taken twice is what {@code conversationId+revs}
 *       (unique) is for.
 *   <li>{@code receipts}: of a user by id, which is made of conversation and user; of a
 *       conversation by {@code conversationId+userId} (unique)
 *   <li>{@code receipt-advances}: when a member reached a message by {@code
 *       conversationId+userId+read+seq} (unique)
 *   <li>{@code audit}: newest by {@code schoolId+at}; of an actor by {@code schoolId+actor+at}
 *   <li>{@code ended-tokens}: the newest by {@code endedAt}, those to forget by {@code expiresAt}
 *   <li>{@code homeroom-counters}: by id
 * </ul>
 *
 * <p>In a sharded cluster {@code messages} may be sharded by {@code conversationId: 1} and by
 * nothing else, since its unique indexes begin with it; the other collections stay whole.
 */
@NullMarked
package homeroom.storage.mongodb;

import org.jspecify.annotations.NullMarked;
