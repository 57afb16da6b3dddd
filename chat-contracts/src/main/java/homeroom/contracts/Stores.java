package homeroom.contracts;

import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.AuditLog;
import homeroom.chat.session.EndedTokenStore;

/** The six stores of one adapter, over one database. */
public record Stores(
    RosterStore roster,
    ConversationStore conversations,
    MessageStore messages,
    ReceiptStore receipts,
    AuditLog audit,
    EndedTokenStore endedTokens) {}
