package homeroom.api.wire;

import java.util.List;

/**
 * The first event of every signed-in socket.
 *
 * @param online who of those this user may see is online now
 */
@About("The first event of every signed-in socket.")
public record ConnectedPayload(
    @Id String userId,
    @Words({"student", "teacher", "admin"}) String role,
    @Id String schoolId,
    @About("The classes that you teach or attend.") @Id List<String> classIds,
    String socketId,
    @Time String serverTime,
    @About("Who of those you may see is online now.") List<OnlinePayload> online) {}
