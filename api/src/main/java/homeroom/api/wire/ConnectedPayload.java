package homeroom.api.wire;

import java.util.List;

/**
 * The first event of every signed-in socket.
 *
 * @param online who of those this user may see is online now
 */
public record ConnectedPayload(
    String userId,
    String role,
    String schoolId,
    List<String> classIds,
    String socketId,
    String serverTime,
    List<OnlinePayload> online) {}
