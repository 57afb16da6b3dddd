// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.client.SocketIoClient;
import homeroom.bench.client.TextFrames;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One signed-in device of one user. It acks every message at once, all of one read in one write.
 * Everything runs on the event loop of its school.
 */
final class ChatDevice implements SocketIoClient.Listener {

  /** Ids of acks below are those of slots. */
  private static final long FIRST_CALL = 1_000_000;

  private static final byte[] MESSAGE_CREATED = bytes("42[\"messages created\"");
  private static final byte[] MESSAGE_PATCHED = bytes("42[\"messages patched\"");
  private static final byte[] CONVERSATION_PATCHED = bytes("42[\"conversations patched\"");

  private final SchoolClients school;
  private final int index;
  private final int node;
  private final Account account;
  private final SocketIoClient socket;
  private final Stamp stamp = new Stamp();
  private final Map<Long, CompletableFuture<String>> calls = new HashMap<>(2);
  private long nextCall = FIRST_CALL;
  private boolean signedIn;

  ChatDevice(SchoolClients school, int index, int node, Account account) {
    this.school = school;
    this.index = index;
    this.node = node;
    this.account = account;
    String auth =
        "{\"token\":\"%s\",\"events\":\"%s\"}"
            .formatted(account.token(), school.dialect().events());
    this.socket = new SocketIoClient(account.toString(), "", auth, this);
  }

  int index() {
    return index;
  }

  /** Which node it is at, from 0. */
  int node() {
    return node;
  }

  SocketIoClient socket() {
    return socket;
  }

  Account account() {
    return account;
  }

  /** Sends a message whose ack names the slot. */
  void say(int slot, String conversation, String text) {
    socket.write(
        "42%d[\"message:send\",{\"conversationId\":\"%s\",\"clientId\":\"%s\",\"text\":\"%s\"}]"
            .formatted(slot, conversation, text.substring(0, 15), text));
    socket.flush();
  }

  /**
   * Calls the server with the elements of an event, as JSON.
   *
   * @return the JSON array it answers with
   */
  CompletableFuture<String> call(String elements) {
    var answer = new CompletableFuture<String>();
    school.onLoop(() -> {
      calls.put(nextCall, answer);
      socket.write("42" + nextCall++ + "[" + elements + "]");
      socket.flush();
    });
    return answer;
  }

  @Override
  public void packet(ByteBuf in, int at, int length) {
    int digits = 0;
    while (isDigit(in.getByte(at + 2 + digits))) {
      digits++;
    }
    switch (in.getByte(at + 1)) {
      case '2' -> event(in, at, length, digits);
      case '3' -> answered(in, at, length, digits);
      default -> school.fail(account + " was sent: " + SocketIoClient.string(in, at, length));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  /** With an id, or by the name that Feathers has for it, it is a message. */
  private void event(ByteBuf in, int at, int length, int digits) {
    if (digits > 0) {
      TextFrames.writeAck(socket.out(), in, at + 2, digits);
      int found = stamp.find(in, at, length);
      if (found >= 0) {
        school.delivered(this, Stamp.slot(in, found), Stamp.number(in, found));
      }
    } else if (SocketIoClient.startsWith(in, at, length, MESSAGE_CREATED)) {
      int found = stamp.find(in, at, length);
      if (found >= 0) {
        school.delivered(this, Stamp.slot(in, found), Stamp.number(in, found));
      }
    } else if (SocketIoClient.startsWith(in, at, length, CONVERSATION_PATCHED)
        || SocketIoClient.startsWith(in, at, length, MESSAGE_PATCHED)) {
      school.recordPushed();
    } else if (!signedIn && SocketIoClient.string(in, at, length).startsWith("42[\"connected\",")) {
      signedIn = true;
      school.signedIn();
    }
  }

  private void answered(ByteBuf in, int at, int length, int digits) {
    long id = Stamp.number(in, at + 2, digits);
    if (id >= FIRST_CALL) {
      CompletableFuture<String> answer = calls.remove(id);
      if (answer != null) {
        answer.complete(SocketIoClient.string(in, at + 2 + digits, length - 2 - digits));
      }
      return;
    }
    if (in.getByte(at + 2 + digits + "[{\"ok\":".length()) != 't') {
      school.fail(account + " was refused a message: " + SocketIoClient.string(in, at, length));
    }
    school.acked((int) id);
  }

  @Override
  public void failed(String why) {
    school.fail(why);
  }
}
