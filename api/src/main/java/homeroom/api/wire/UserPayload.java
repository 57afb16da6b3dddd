package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A user on the wire.
 *
 * @param email shown to that user and to the staff of the school only, else absent
 */
@About("A user.")
public record UserPayload(
    @Id @JsonProperty("_id") String id,
    @Id String schoolId,
    @Words({"student", "teacher", "admin"}) String role,
    String name,
    @About("Shown to the user and to the staff of the school only.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String email,
    @About("Whether the user can sign in.") boolean active,
    @Time String createdAt,
    @Time String updatedAt) {

  public static UserPayload of(User user, Caller viewer) {
    return of(user, viewer.role().isStaff() || viewer.userId().equals(user.id()));
  }

  /** As those see it who may see the e-mail address, or as the others do. */
  public static UserPayload of(User user, boolean showEmail) {
    return new UserPayload(
        user.id().value(),
        user.schoolId().value(),
        user.role().name().toLowerCase(Locale.ROOT),
        user.name(),
        showEmail ? user.email() : null,
        user.active(),
        WireTime.of(user.createdAt()),
        WireTime.of(user.updatedAt()));
  }
}
