// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

/** A message and how far it has come, as its readers see it. */
public record MessageView(Message message, ReceiptCounts receipts) {}
