// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.CloseReason;
import homeroom.socketio.engine.EngineFrame;
import homeroom.socketio.engine.EngineSession;
import homeroom.socketio.engine.HandshakeRequest;
import homeroom.socketio.engine.SessionListener;
import homeroom.socketio.packet.EncodedPacket;
import homeroom.socketio.packet.InvalidPacket;
import homeroom.socketio.packet.Packet;
import homeroom.socketio.packet.PacketType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One client: takes the session's messages apart and hands them to the sockets of its namespaces.
 * Acks are settled here, on the event loop; everything a handler has to do goes to the mailbox.
 */
final class Client implements SessionListener {

  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  /** What a request may take without being counted, in bytes. */
  private static final int FREE_REQUEST_BYTES = 2_048;

  private final SocketIoServer server;
  private final EngineSession session;
  private final Mailbox mailbox;

  /** Copied on change, under this object's lock; read by any thread. */
  private volatile NamespaceSocket[] sockets = {};

  private volatile @Nullable HandshakeRequest request;
  private volatile boolean broken;

  /** Namespaces that it was refused so far. */
  private final AtomicInteger refused = new AtomicInteger();

  private @Nullable Packet incomplete;
  private List<byte[]> attachments = List.of();
  private int attachmentBytes;

  /** What is counted of the request; guarded by this object's lock. */
  private int requestBytes;

  Client(SocketIoServer server, EngineSession session, HandshakeRequest request) {
    this.server = server;
    this.session = session;
    this.request = request;
    this.mailbox = new Mailbox(session, server.limits(), server::fault);
    int bytes = request.bytes();
    if (bytes > FREE_REQUEST_BYTES) {
      requestBytes = bytes;
      session.keep(bytes);
    }
  }

  EngineSession session() {
    return session;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  // In

  @Override
  public void text(String message) {
    if (broken) {
      return;
    }
    try {
      if (incomplete != null) {
        throw new InvalidPacket("text instead of an attachment");
      }
      Packet packet = Packet.decode(message, server.limits().maxAttachments());
      if (packet.type().isBinary()) {
        var _ = connected(packet.namespace());
        incomplete = packet;
        attachments = new ArrayList<>(packet.attachments());
      } else {
        take(packet, List.of());
      }
    } catch (InvalidPacket invalid) {
      fail(invalid);
    }
  }

  @Override
  public void binary(byte[] message) {
    if (broken) {
      return;
    }
    try {
      Packet packet = incomplete;
      if (packet == null) {
        throw new InvalidPacket("an attachment of no packet");
      }
      attachments.add(message);
      attachmentBytes += message.length;
      session.keep(message.length);
      if (attachments.size() == packet.attachments()) {
        List<byte[]> all = attachments;
        int bytes = attachmentBytes;
        incomplete = null;
        attachments = List.of();
        attachmentBytes = 0;
        session.keep(-bytes); // from here on they count as an event that waits
        take(packet, all);
      }
    } catch (InvalidPacket invalid) {
      fail(invalid);
    }
  }

  private void take(Packet packet, List<byte[]> binaries) throws InvalidPacket {
    if (packet.type() == PacketType.CONNECT) {
      connect(packet);
      return;
    }
    NamespaceSocket socket = connected(packet.namespace());
    if (socket.hasLeft()) {
      return; // the client does not know yet that it was disconnected
    }
    switch (packet.type()) {
      case EVENT, BINARY_EVENT -> deliver(socket, new IncomingEvent(socket, packet, binaries));
      case ACK, BINARY_ACK -> acked(socket, packet, binaries);
      case DISCONNECT -> {
        remove(socket);
        socket.leave(DisconnectReason.CLIENT_DISCONNECT);
      }
      case CONNECT, CONNECT_ERROR -> throw new InvalidPacket("not for a server");
    }
  }

  /** The socket of a namespace that the client is in, or was a moment ago. */
  private NamespaceSocket connected(String namespace) throws InvalidPacket {
    NamespaceSocket socket = find(namespace);
    if (socket == null || !(socket.isConnected() || socket.hasLeft())) {
      throw new InvalidPacket("not connected to this namespace");
    }
    return socket;
  }

  private void deliver(NamespaceSocket socket, IncomingEvent event) {
    if (!socket.namespace().isDirect(socket, event.packet) || !mailbox.handleNow(event)) {
      mailbox.add(event);
    }
  }

  private void acked(NamespaceSocket socket, Packet packet, List<byte[]> binaries)
      throws InvalidPacket {
    LocalNamespace namespace = socket.namespace();
    long id = packet.id();
    if (NamespaceFrames.isShared(id)) {
      namespace.codec().checkAckPayload(packet.payload());
      namespace.sharedFrames().acked(socket, id);
      return;
    }
    ArrayNode payload = namespace.codec().ackPayload(packet.payload(), binaries);
    PendingAcks pending = socket.expected(id);
    if (pending != null) {
      pending.answered(socket, EventArguments.ofAnswer(namespace.codec().mapper(), payload));
    }
  }

  /** A client broke the protocol. For any thread. */
  private void fail(InvalidPacket invalid) {
    LOG.debug("closing a connection: {}", invalid.getMessage());
    broken = true;
    session.close(CloseReason.PARSE_ERROR);
  }

  /** An event on its way to its handler. */
  private record IncomingEvent(NamespaceSocket socket, Packet packet, List<byte[]> binaries)
      implements Mailbox.Mail {

    @Override
    public void handle() throws Exception {
      Client client = socket.client();
      if (client.broken) {
        return;
      }
      try {
        LocalNamespace namespace = socket.namespace();
        ArrayNode payload = namespace.codec().eventPayload(packet.payload(), binaries);
        namespace.dispatch(
            socket,
            EventArguments.ofEvent(namespace.codec().mapper(), payload),
            ClientAck.of(socket, packet));
      } catch (InvalidPacket invalid) {
        client.fail(invalid);
      }
    }

    @Override
    public int bytes() {
      int size = packet.payload().length();
      for (byte[] binary : binaries) {
        size += binary.length;
      }
      return size;
    }
  }

  // Namespaces

  private void connect(Packet packet) throws InvalidPacket {
    NamespaceSocket known = find(packet.namespace());
    if (known != null && !known.hasLeft()) {
      return; // official clients ask twice if connect() is called on a socket that opens by itself
    }
    ObjectNode auth = server.codec().connectPayload(packet.payload());
    LocalNamespace namespace = server.find(packet.namespace());
    if (namespace == null) {
      refuse(packet.namespace(), Map.of("message", "Invalid namespace"));
      return;
    }
    String offset = text(auth, "offset");
    String privateId = text(auth, "pid");
    SavedSession saved = namespace.adapter().claim(privateId, offset);
    NamespaceSocket before = namespace.takeWhoGaveWay(privateId);
    Handshake handshake = handshake(namespace.name(), auth);
    NamespaceSocket socket = new NamespaceSocket(this, namespace, handshake, saved);
    replace(known, socket);
    Mailbox.Mail admission = () -> namespace.admit(socket, saved, offset);
    if (before == null) {
      mailbox.add(admission);
    } else {
      // Behind its disconnect handlers: whoever comes back under an id was gone before.
      before.client().mailbox.add(() -> mailbox.add(admission));
    }
  }

  private static String text(ObjectNode object, String name) {
    JsonNode value = object.get(name);
    return value != null && value.isString() ? value.stringValue() : "";
  }

  private Handshake handshake(String namespace, ObjectNode auth) {
    HandshakeRequest asked = request;
    if (asked == null) {
      throw new IllegalStateException("the request was forgotten");
    }
    return new Handshake(
        namespace,
        auth,
        asked.headers(),
        asked.query(),
        asked.remoteAddress(),
        server.time().instant(),
        asked.transport(),
        asked.secure());
  }

  /** Sends CONNECT_ERROR; closes whoever got too many. For any thread. */
  void refuse(String namespace, Map<String, ?> payload) {
    if (refused.incrementAndGet() > server.limits().maxRefused()) {
      fail(new InvalidPacket("refused again and again"));
      return;
    }
    EncodedPacket packet = server.codec().control(PacketType.CONNECT_ERROR, namespace, payload);
    session.send(session, EngineFrame.text(packet.text(), packet.attachments()), false);
  }

  /** Who has left every namespace is nobody until the next one. */
  void becomesStrangerIfAlone() {
    if (session.isOpen() && Arrays.stream(sockets).allMatch(NamespaceSocket::hasLeft)) {
      session.asStranger();
    }
  }

  /** Keeps only what a later namespace could ask for. */
  void settle() {
    HandshakeRequest asked = request;
    if (asked != null && server.hasOneNamespace()) {
      request =
          new HandshakeRequest(
              Map.of(), Map.of(), asked.remoteAddress(), asked.transport(), asked.secure());
      session.keep(-takeRequestBytes());
    }
  }

  private synchronized int takeRequestBytes() {
    int bytes = requestBytes;
    requestBytes = 0;
    return bytes;
  }

  private @Nullable NamespaceSocket find(String namespace) {
    for (NamespaceSocket socket : sockets) {
      if (socket.namespace().name().equals(namespace)) {
        return socket;
      }
    }
    return null;
  }

  void remove(NamespaceSocket socket) {
    replace(socket, null);
  }

  private synchronized void replace(
      @Nullable NamespaceSocket old, @Nullable NamespaceSocket replacement) {
    List<NamespaceSocket> changed = new ArrayList<>(Arrays.asList(sockets));
    changed.remove(old);
    if (replacement != null) {
      changed.add(replacement);
    }
    sockets = changed.toArray(NamespaceSocket[]::new);
  }

  // Session

  @Override
  public void pinging() {
    for (NamespaceSocket socket : sockets) {
      socket.pinging();
    }
  }

  @Override
  public void ponged() {
    for (NamespaceSocket socket : sockets) {
      socket.ponged();
    }
  }

  @Override
  public void upgraded() {
    for (NamespaceSocket socket : sockets) {
      socket.namespace().adapter().moved(socket, socket.rooms());
    }
  }

  /** Section "Connection to a namespace": a client has to join one in time. */
  @Override
  public void deadlineReached() {
    if (Arrays.stream(sockets).allMatch(NamespaceSocket::hasLeft)) {
      session.close(CloseReason.SERVER_CLOSE);
    }
  }

  /** Behind what its handlers still have to do, so that the client hears their answers. */
  @Override
  public void draining(EngineSession same) {
    mailbox.add(() -> same.close(CloseReason.SERVER_DRAIN));
  }

  @Override
  public void closed(CloseReason reason) {
    incomplete = null;
    attachments = List.of();
    session.keep(-attachmentBytes - takeRequestBytes());
    attachmentBytes = 0;
    for (NamespaceSocket socket : sockets) {
      socket.leave(DisconnectReason.of(reason));
    }
    mailbox.add(server.handling()::finished);
  }

  /** Events that wait are not handled any more. */
  @Override
  public void overloaded() {
    broken = true;
  }

  void closeTransport(String why) {
    LOG.debug("closing a transport: {}", why);
    session.close(CloseReason.SERVER_CLOSE);
  }
}
