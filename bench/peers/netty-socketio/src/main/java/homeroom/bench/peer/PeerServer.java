// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.peer;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** The room server of bench/peers/README.md on netty-socketio. */
public final class PeerServer {

  private PeerServer() {}

  public static void main(String[] args) throws IOException {
    var configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(freePort());
    configuration.setUseLinuxNativeEpoll(true);
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(Runtime.getRuntime().availableProcessors());
    var server = new SocketIOServer(configuration);
    server.addConnectListener(client -> {
      String room = client.getHandshakeData().getSingleUrlParam("room");
      client.set("room", room);
      client.joinRoom(room);
      client.sendEvent("ready");
    });
    server.addEventListener(
        "say",
        String.class,
        (client, text, ack) ->
            server.getRoomOperations(client.<String>get("room")).sendEvent("said", text));
    server.start();
    System.out.println("port " + configuration.getPort());
    obey();
    System.exit(0);
  }

  /** The library cannot be asked which port it was given. */
  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void obey() throws IOException {
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      if (line.equals("memory")) {
        System.gc();
        System.out.println(
            "memory " + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
      }
    }
  }
}
