// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Role;
import org.jspecify.annotations.Nullable;

/**
 * A user on the wire. Of a deactivated one only admins see more than {@code _id}, {@code name},
 * {@code role} and {@code active}.
 *
 * @param email shown to that user and to the staff of the school only, else absent; absent too if
 *     there is none
 * @param username the same
 */
@Description("A user.")
public record UserPayload(
    @Id @JsonProperty("_id") String id,
    @Id
        @Description("Of a deactivated user, for admins only.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String schoolId,
    @EnumOf(Role.class) String role,
    String name,
    @Description("Shown to the user and to the staff of the school only.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String email,
    @Description("Unique in the school. Shown to the user and to the staff of the school only.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String username,
    @Description("Whether the user can sign in.") boolean active,
    @Time
        @Description("Of a deactivated user, for admins only.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String createdAt,
    @Time
        @Description("Of a deactivated user, for admins only.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable String updatedAt) {

  public static UserPayload of(User user, Caller viewer) {
    return user.active() || viewer.role() == Role.ADMIN
        ? of(user, viewer.role().isStaff() || viewer.userId().equals(user.id()))
        : deactivated(user);
  }

  /** As those see it who may see the e-mail address, or as the others do. */
  public static UserPayload of(User user, boolean showEmail) {
    return user.active() || showEmail ? whole(user, showEmail) : deactivated(user);
  }

  private static UserPayload deactivated(User user) {
    return new UserPayload(
        user.id().value(), null, role(user), user.name(), null, null, user.active(), null, null);
  }

  private static UserPayload whole(User user, boolean showEmail) {
    return new UserPayload(
        user.id().value(),
        user.schoolId().value(),
        role(user),
        user.name(),
        showEmail ? user.email() : null,
        showEmail ? user.username() : null,
        user.active(),
        WireTime.of(user.createdAt()),
        WireTime.of(user.updatedAt()));
  }

  private static String role(User user) {
    return WireWord.of(user.role());
  }
}
