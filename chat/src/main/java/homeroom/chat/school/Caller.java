package homeroom.chat.school;

/**
 * Who asks, as the roster knows them at the moment of asking; never taken from a token's claims.
 * Every rule and every store call starts from the caller's school.
 */
public record Caller(UserId userId, SchoolId schoolId, Role role) {}
