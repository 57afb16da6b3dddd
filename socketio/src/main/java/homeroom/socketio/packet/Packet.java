// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.packet;

/**
 * A packet of a client with its payload still as text (section "Packet encoding", "Format").
 *
 * @param attachments how many binary messages follow and belong to it
 * @param id the acknowledgement id, or {@link #NO_ID}
 * @param payload the JSON text, "" if there is none
 */
public record Packet(PacketType type, int attachments, String namespace, long id, String payload) {

  public static final long NO_ID = -1;

  /** 15 digits are exact in the doubles of every client. */
  private static final int MAX_ID_DIGITS = 15;

  /** Whether the sender wants an answer. */
  public boolean hasId() {
    return id != NO_ID;
  }

  /** The name in the payload of an event, "" if it cannot be told without parsing. */
  public String eventName() {
    int end = payload.indexOf('"', 2);
    boolean plain = payload.startsWith("[\"") && end > 0 && payload.lastIndexOf('\\', end) < 0;
    return plain ? payload.substring(2, end) : "";
  }

  /**
   * Takes a packet apart.
   *
   * @throws InvalidPacket if it is none, or has more than {@code maxAttachments}
   */
  public static Packet decode(String text, int maxAttachments) throws InvalidPacket {
    PacketType type = text.isEmpty() ? null : PacketType.of(text.charAt(0));
    if (type == null) {
      throw new InvalidPacket("unknown packet type");
    }
    var reader = new Reader(text);
    int attachments = type.isBinary() ? reader.attachments(maxAttachments) : 0;
    String namespace = reader.namespace();
    long id = reader.id();
    Packet packet = new Packet(type, attachments, namespace, id, text.substring(reader.at));
    packet.check();
    return packet;
  }

  /** What can be said about the payload without parsing it. */
  private void check() throws InvalidPacket {
    boolean fits =
        switch (type) {
          case CONNECT -> payload.isEmpty() || payload.charAt(0) == '{';
          case DISCONNECT -> payload.isEmpty();
          case EVENT, BINARY_EVENT -> payload.startsWith("[");
          case ACK, BINARY_ACK -> payload.startsWith("[") && hasId();
          case CONNECT_ERROR -> false;
        };
    if (!fits) {
      throw new InvalidPacket("invalid payload");
    }
  }

  private static final class Reader {

    private final String text;
    private int at = 1;

    Reader(String text) {
      this.text = text;
    }

    int attachments(int max) throws InvalidPacket {
      int dash = text.indexOf('-', at);
      int count = dash < 0 || dash - at > 4 ? -1 : (int) number(dash);
      if (count < 1 || count > max) {
        throw new InvalidPacket("illegal attachments");
      }
      at = dash + 1;
      return count;
    }

    String namespace() {
      if (at >= text.length() || text.charAt(at) != '/') {
        return "/";
      }
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      String namespace = text.substring(at, end);
      at = comma < 0 ? end : end + 1;
      return namespace;
    }

    long id() throws InvalidPacket {
      int end = at;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        return NO_ID;
      }
      if (end - at > MAX_ID_DIGITS) {
        throw new InvalidPacket("illegal id");
      }
      long id = number(end);
      at = end;
      return id;
    }

    /** The digits up to {@code end}, or -1 if there are other characters, or none. */
    private long number(int end) {
      long number = end == at ? -1 : 0;
      for (int i = at; i < end; i++) {
        if (!isDigit(text.charAt(i))) {
          return -1;
        }
        number = number * 10 + text.charAt(i) - '0';
      }
      return number;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
