// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/**
 * One change of a conversation's messages.
 *
 * @param rev its place among all of them
 * @param message what it changed, as it is now: its own rev is this one or a later one
 */
public record MessageChange(long rev, Message message) {}
