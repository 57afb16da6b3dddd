package homeroom.socketio.engine;

/** Who is on top of a {@link WebSocketLink}. Called on the link's event loop. */
interface WebSocketListener {

  void text(String message);

  void binary(byte[] message);

  /** The link is gone, or going; may be called again. */
  void linkClosed(CloseReason reason);
}
