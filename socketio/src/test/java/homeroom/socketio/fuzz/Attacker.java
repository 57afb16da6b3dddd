// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.fuzz;

import homeroom.socketio.wire.RawSocket;
import homeroom.socketio.wire.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** One client that keeps to nothing: sessions, frames, polls and upgrades in any order. */
final class Attacker {

  private static final String PATH = "/socket.io/?EIO=4&transport=";

  private final int port;
  private final RandomGenerator random;
  private final Random shuffling;
  private final Noise noise;
  private final AtomicLong operations;
  private final long budget;

  Attacker(int port, long seed, AtomicLong operations, long budget) {
    this.port = port;
    this.random = new java.util.SplittableRandom(seed);
    this.shuffling = new Random(seed);
    this.noise = new Noise(random);
    this.operations = operations;
    this.budget = budget;
  }

  /** Attacks until all attackers together have used up the budget. */
  void run() throws IOException {
    while (operations.get() < budget) {
      try {
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> webSocket();
          case 3 -> polling();
          case 4 -> upgrade();
          default -> requests();
        }
      } catch (java.net.SocketTimeoutException silent) {
        throw new IOException("the server did not answer", silent);
      } catch (java.io.EOFException | java.net.SocketException closed) {
        // the server has had enough of this client
      }
    }
  }

  private boolean more(int odds) {
    operations.incrementAndGet();
    return random.nextInt(odds) != 0;
  }

  private void webSocket() throws IOException {
    try (RawSocket socket = new RawSocket(port)) {
      socket.upgrade(PATH + "websocket");
      socket.readFrame();
      socket.write(RawSocket.text("40"));
      if (random.nextInt(8) != 0) {
        socket.readFrame(); // else it goes on before it is connected
      }
      while (more(60)) {
        socket.write(burst());
        if (random.nextInt(4) == 0) {
          awaitEcho(socket);
        }
      }
      socket.resetOnClose(random.nextBoolean());
    }
  }

  /** Waits until the server has taken in everything, or has closed. */
  private static void awaitEcho(RawSocket socket) throws IOException {
    socket.write(RawSocket.text("42999[\"echo\"]"));
    String frame = "";
    while (!frame.startsWith("1:43999[") && !frame.startsWith("8:")) {
      frame = socket.readFrame();
    }
  }

  private byte[] burst() {
    int frames = 1 + random.nextInt(4);
    operations.addAndGet(frames - 1);
    byte[][] all = new byte[frames][];
    for (int i = 0; i < frames; i++) {
      all[i] = frame();
    }
    return Noise.join(all);
  }

  private byte[] frame() {
    return switch (random.nextInt(100)) {
      case 0 -> RawSocket.frame(random.nextInt(256), noise.garbage());
      case 1 -> noise.mutated(RawSocket.frame(0x81, noise.packet()));
      case 2, 3, 4 -> RawSocket.frame(0x89, noise.garbage());
      case 5 -> RawSocket.frame(0x82, noise.garbage());
      case 6, 7, 8, 9 -> fragmented(noise.packet());
      case 10, 11, 12, 13, 14 -> withAttachment();
      default -> RawSocket.frame(0x81, noise.packet());
    };
  }

  private byte[] withAttachment() {
    return Noise.join(
        RawSocket.text("451-5[\"echo\",{\"_placeholder\":true,\"num\":0}]"),
        RawSocket.frame(0x82, noise.garbage()));
  }

  private byte[] fragmented(byte[] packet) {
    int cut = packet.length == 0 ? 0 : random.nextInt(packet.length);
    return Noise.join(
        RawSocket.frame(0x01, java.util.Arrays.copyOf(packet, cut)),
        RawSocket.frame(0x80, java.util.Arrays.copyOfRange(packet, cut, packet.length)));
  }

  private String openPolling(RawSocket socket) throws IOException {
    socket.write(request("GET", PATH + "polling", new byte[0]));
    return Wire.sid(socket.response());
  }

  private void polling() throws IOException {
    try (RawSocket first = new RawSocket(port);
        RawSocket second = new RawSocket(port)) {
      String sid = openPolling(first);
      send(first, sid, Noise.utf8("40"));
      if (random.nextInt(8) != 0) {
        first.response();
        first.write(request("GET", PATH + "polling&sid=" + sid, new byte[0]));
        first.response(); // connected, most often
      }
      while (more(12)) {
        RawSocket socket = random.nextInt(8) == 0 ? second : first;
        if (random.nextInt(3) == 0) {
          socket.write(request("GET", PATH + "polling&sid=" + sid, new byte[0]));
        } else {
          send(socket, sid, body());
        }
        if (random.nextInt(4) == 0) {
          socket.response();
        } else {
          socket.skipAvailable();
        }
      }
      first.resetOnClose(random.nextBoolean());
      second.resetOnClose(random.nextBoolean());
    }
  }

  private byte[] body() {
    int packets = 1 + random.nextInt(4);
    byte[] body = noise.packet();
    for (int i = 1; i < packets; i++) {
      body = Noise.join(body, new byte[] {0x1e}, noise.packet());
    }
    return body;
  }

  private void send(RawSocket socket, String sid, byte[] body) throws IOException {
    socket.write(request("POST", PATH + "polling&sid=" + sid, body));
  }

  /** A step of an upgrade, or of the polling it ends. */
  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  private void upgrade() throws IOException {
    try (RawSocket poll = new RawSocket(port);
        RawSocket post = new RawSocket(port);
        RawSocket socket = new RawSocket(port);
        RawSocket rival = new RawSocket(port)) {
      String sid = openPolling(poll);
      socket.upgrade(PATH + "websocket&sid=" + sid);
      List<Step> steps =
          new ArrayList<>(
              List.of(
                  () -> socket.write(RawSocket.text("2probe")),
                  () -> socket.write(RawSocket.text("5")),
                  () -> socket.write(burst()),
                  () -> socket.write(RawSocket.text("40")),
                  () -> poll.write(request("GET", PATH + "polling&sid=" + sid, new byte[0])),
                  () -> send(post, sid, Noise.utf8("40\u001e42[\"echo\",1]")),
                  () -> send(post, sid, body()),
                  () -> rival.write(upgradeRequest(sid)),
                  () -> poll.drop(),
                  () -> socket.drop()));
      if (random.nextBoolean()) {
        Collections.shuffle(steps, shuffling);
      }
      for (Step step : steps.subList(0, 2 + random.nextInt(steps.size() - 2))) {
        operations.incrementAndGet();
        step.take();
      }
      socket.resetOnClose(random.nextBoolean());
    }
  }

  /** Single requests that ask for all kinds of things. */
  private void requests() throws IOException {
    try (RawSocket socket = new RawSocket(port)) {
      while (more(6)) {
        String method = pick("GET", "POST", "PUT", "OPTIONS", "HEAD", "DELETE");
        String query =
            "EIO="
                + pick("4", "3", "", "4&EIO=3")
                + "&transport="
                + pick("polling", "websocket", "x", "")
                + pick("", "&sid=", "&sid=unknown", "&sid=%00", "&x=%zz");
        socket.write(request(method, "/socket.io/?" + query, noise.garbage()));
        socket.skipAvailable();
      }
      socket.resetOnClose(true);
    }
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static byte[] request(String method, String target, byte[] body) {
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    return Noise.join(Noise.utf8(head), body);
  }

  private static byte[] upgradeRequest(String sid) {
    return Noise.utf8(
        "GET "
            + PATH
            + "websocket&sid="
            + sid
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  }
}
