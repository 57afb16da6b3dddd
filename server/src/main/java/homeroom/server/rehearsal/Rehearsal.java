// SPDX-License-Identifier: Apache-2.0
package homeroom.server.rehearsal;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a server does for a school from its start on, once each and what is frequent often: the bell
 * rings for everybody, people sign in, it rings again, classes write to each other, type, read and
 * sync, over WebSocket, polling and REST, in both dialects. Each part ends after a time, however
 * slow the machine is.
 */
public final class Rehearsal {

  /** The bell: connections that are begun at once. */
  private static final int AT_ONCE = 24;

  /** Every so many devices have the events of Feathers pushed to them. */
  private static final int FEATHERS = 10;

  /** Who writes, side by side. */
  private static final int WRITERS = 24;

  private static final Duration CHAT = Duration.ofSeconds(3);

  /** Enough for whatever is frequent to be known as such. */
  private static final int MESSAGES_EACH = 60;

  private final URI server;
  private final Requests requests;
  private final List<Person> people;
  private final SignIn signIn;

  /**
   * One who is there.
   *
   * @param conversation one of those they are in
   */
  public record Person(String token, String conversation) {}

  /** How one of them signs in by a password, over REST. */
  public record SignIn(String email, String password) {}

  public Rehearsal(URI server, List<Person> people, SignIn signIn) {
    this.server = server;
    this.requests = new Requests(server);
    this.people = List.copyOf(people);
    this.signIn = signIn;
  }

  /**
   * Everybody comes, signed in before, and goes.
   *
   * @throws IOException if the server refuses what it should not
   */
  public void bell() throws IOException, InterruptedException {
    leave(ring());
  }

  /**
   * All else, after another bell.
   *
   * @throws IOException if the server refuses what it should not
   */
  public void day() throws IOException, InterruptedException {
    signIn();
    List<Device> devices = ring();
    chat(devices);
    poll();
    look();
    leave(devices);
  }

  private void signIn() throws IOException {
    String credentials =
        "{\"strategy\":\"local\",\"email\":\"%s\",\"password\":\"%s\"}"
            .formatted(signIn.email(), signIn.password());
    requests.post("/authentication", "", credentials);
    requests.get("/health/ready");
    requests.get("/docs/");
    requests.get("/socket.io/socket.io.min.js");
  }

  /** Everybody comes, a few at a time. */
  private List<Device> ring() throws IOException, InterruptedException {
    var devices = new ArrayList<Device>();
    for (int from = 0; from < people.size(); from += AT_ONCE) {
      int to = Math.min(from + AT_ONCE, people.size());
      for (int i = from; i < to; i++) {
        devices.add(Device.connect(server, auth(i)));
      }
      for (Device device : devices.subList(from, to)) {
        device.awaitConnected();
      }
    }
    return devices;
  }

  private String auth(int person) {
    String events = person % FEATHERS == FEATHERS - 1 ? "feathers" : "chat";
    return "{\"token\":\"%s\",\"events\":\"%s\"}".formatted(people.get(person).token(), events);
  }

  private static void leave(List<Device> devices) throws IOException {
    for (Device device : devices) {
      device.close();
    }
  }

  private void chat(List<Device> devices) throws IOException, InterruptedException {
    long end = System.nanoTime() + CHAT.toNanos();
    var writers = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < Math.min(WRITERS, devices.size()); i++) {
      int person = i * devices.size() / WRITERS;
      writers.add(() -> write(devices.get(person), people.get(person).conversation(), end));
    }
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> writer : each.invokeAll(writers)) {
        writer.get();
      }
    } catch (ExecutionException failed) {
      throw new IOException("The rehearsal of a conversation failed.", failed.getCause());
    }
  }

  /** Messages of one person, with what goes before and after them. */
  private static boolean write(Device device, String conversation, long end)
      throws IOException, InterruptedException {
    String where = "\"conversationId\":\"" + conversation + "\"";
    for (int i = 1; i <= MESSAGES_EACH && System.nanoTime() < end; i++) {
      if (i % 4 == 1) {
        device.call("\"typing:start\",{" + where + "}");
      }
      String answer =
          device.call(
              "\"message:send\",{%s,\"clientId\":\"r%d\",\"text\":\"Is there homework for Friday, %d?\"}"
                  .formatted(where, i, i));
      if (!answer.startsWith("[{\"ok\":true")) {
        throw new IOException("A message is answered with " + answer);
      }
      if (i % 4 == 0) {
        device.call("\"message:read\",{%s,\"seq\":%d}".formatted(where, i));
        device.call(
            "\"message:sync\",{\"conversations\":{\"%s\":0},\"limit\":20}".formatted(conversation));
        device.call(
            "\"find\",\"messages\",{%s,\"$limit\":20,\"$sort\":{\"seq\":-1}}".formatted(where));
      }
      if (i % 8 == 0) {
        device.call("\"find\",\"conversations\",{}");
        device.call("\"typing:stop\",{" + where + "}");
      }
    }
    return true;
  }

  /** One who has no WebSocket: signs in, hears of it, writes, is answered. */
  private void poll() throws IOException {
    String path = "/socket.io/?EIO=4&transport=polling";
    for (Person person : people.subList(0, Math.min(4, people.size()))) {
      String handshake = requests.get(path);
      int at = handshake.indexOf("\"sid\":\"") + 7;
      String session = path + "&sid=" + handshake.substring(at, handshake.indexOf('"', at));
      requests.post(session, "", "40{\"token\":\"" + person.token() + "\"}");
      requests.get(session);
      requests.post(session, "", "420[\"find\",\"conversations\",{}]");
      requests.get(session);
      requests.post(session, "", "41");
    }
  }

  /** What apps ask over REST. */
  private void look() throws IOException {
    for (int i = 0; i < Math.min(WRITERS, people.size()); i++) {
      Person person = people.get(i);
      String token = person.token();
      requests.get("/conversations", token);
      requests.get("/users?$limit=20", token);
      requests.get("/presence", token);
      requests.get("/messages?$limit=20&conversationId=" + person.conversation(), token);
      requests.post(
          "/messages",
          token,
          "{\"conversationId\":\"%s\",\"clientId\":\"rest\",\"text\":\"Yes, page 12.\"}"
              .formatted(person.conversation()));
    }
  }
}
