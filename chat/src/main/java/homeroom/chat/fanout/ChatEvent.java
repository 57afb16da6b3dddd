// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.fanout;

/**
 * Something that happened and that people are told of. Each package has its own events, as records;
 * the wire gives each its name and payload.
 */
public interface ChatEvent {}
