// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.Connection;
import homeroom.chat.presence.Presence;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import java.time.Instant;
import java.util.List;

/**
 * The first event of every signed-in socket.
 *
 * @param online who of those this user may see is online now
 */
@Description("The first event of every signed-in socket.")
public record ConnectedPayload(
    @Id String userId,
    @EnumOf(Role.class) String role,
    @Id String schoolId,
    @Description("The classes that you teach or attend.") @Id List<String> classIds,
    String socketId,
    @Time String serverTime,
    @Description("The history that the store's revs are of; another one after a restore.")
        String epoch,
    @Description("Who of those you may see is online now.") List<OnlinePayload> online) {

  /** What a connection and those whom its user sees make at a moment. */
  public static ConnectedPayload of(Presence.Snapshot<?> snapshot, String epoch, Instant now) {
    Connection<?> connection = snapshot.connection();
    return new ConnectedPayload(
        connection.userId().value(),
        WireWord.of(connection.role()),
        connection.schoolId().value(),
        connection.classIds().stream().map(ClassId::value).sorted().toList(),
        connection.id().value(),
        WireTime.of(now),
        epoch,
        snapshot.online().stream().map(OnlinePayload::of).toList());
  }
}
