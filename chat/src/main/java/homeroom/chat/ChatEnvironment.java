// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.roster.PasswordHasher;
import homeroom.chat.roster.User;
import homeroom.chat.school.IdSource;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * What a chat runs in: time, ids and threads.
 *
 * @param clock what time it is, in whole milliseconds
 * @param timer what is to be done later
 * @param ids never the same twice
 * @param hasher of the passwords of users
 * @param signsInElsewhere who has a way to sign in other than a password of this server
 * @param background runs what the timer hands over; may block
 * @param receipts stores batches of receipts, one after another; may block
 */
public record ChatEnvironment(
    Clock clock,
    Timer timer,
    IdSource ids,
    PasswordHasher hasher,
    Predicate<User> signsInElsewhere,
    Executor background,
    Executor receipts) {}
