// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/** Names one connection of one user's device, as long as it lasts. */
public record ConnectionId(String value) {}
