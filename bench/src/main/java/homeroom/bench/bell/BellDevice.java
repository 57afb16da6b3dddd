// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.bell;

import homeroom.bench.chat.Account;
import homeroom.bench.client.SocketIoClient;
import io.netty.buffer.ByteBuf;

/** One device of one user, which only listens. Everything runs on the event loop of its school. */
final class BellDevice implements SocketIoClient.Listener {

  private static final String USER_ID = "\"userId\":\"";
  private static final String CONNECTED = "42[\"connected\",";
  private static final String ONLINE = "42[\"user:online\",";
  private static final String OFFLINE = "42[\"user:offline\",";

  private final Morning morning;
  private final int index;
  private final Account account;
  private final SocketIoClient socket;

  BellDevice(Morning morning, int index, Account account) {
    this.morning = morning;
    this.index = index;
    this.account = account;
    String auth = "{\"token\":\"" + account.token() + "\"}";
    this.socket = new SocketIoClient(account.toString(), "", auth, this);
  }

  SocketIoClient socket() {
    return socket;
  }

  @Override
  public void packet(ByteBuf in, int at, int length) {
    String packet = SocketIoClient.string(in, at, length);
    if (packet.startsWith(ONLINE)) {
      morning.online(index, user(packet, ONLINE.length()));
    } else if (packet.startsWith(OFFLINE)) {
      morning.offline(index, user(packet, OFFLINE.length()));
    } else if (packet.startsWith(CONNECTED)) {
      connected(packet);
    } else {
      morning.fail(account + " was sent " + packet);
    }
  }

  /** The first id is the user's own; the others are of those online. */
  private void connected(String packet) {
    int at = packet.indexOf("\"online\":");
    int next = packet.indexOf(USER_ID, at);
    while (next >= 0) {
      morning.snapshot(index, user(packet, next));
      next = packet.indexOf(USER_ID, next + USER_ID.length());
    }
    morning.connected(index);
  }

  private int user(String packet, int from) {
    int at = packet.indexOf(USER_ID, from) + USER_ID.length();
    int user = morning.rules().index(packet.substring(at, packet.indexOf('"', at)));
    if (user < 0) {
      morning.fail(account + " was told of somebody of another school: " + packet);
    }
    return Math.max(user, 0);
  }

  @Override
  public void failed(String why) {
    morning.fail(why);
  }
}
