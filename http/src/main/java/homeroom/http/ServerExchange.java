// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The request whose turn it is on a connection. Runs on the connection's event loop. */
final class ServerExchange implements Exchange {

  private final HttpConnection connection;
  private final Incoming.Complete incoming;
  private final String id;
  private final InetSocketAddress remoteAddress;
  private final List<Runnable> abortActions = new ArrayList<>(1);
  private final Requester requester = new Requester();
  private boolean answered;
  private boolean aborted;

  /** The beginning of the answer was written, and its end was not. */
  private boolean unfinished;

  ServerExchange(
      HttpConnection connection,
      Incoming.Complete incoming,
      String id,
      InetSocketAddress remoteAddress) {
    this.connection = connection;
    this.incoming = incoming;
    this.id = id;
    this.remoteAddress = remoteAddress;
  }

  String id() {
    return id;
  }

  Requester requester() {
    return requester;
  }

  Incoming.Complete incoming() {
    return incoming;
  }

  @Override
  public FullHttpRequest request() {
    return incoming.request();
  }

  @Override
  public MemoryBudget memory() {
    return connection.memory();
  }

  @Override
  public Channel channel() {
    return connection.channel();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public void respond(FullHttpResponse response) {
    try {
      claim();
    } catch (IllegalStateException refused) {
      response.release();
      throw refused;
    }
    if (aborted) {
      response.release();
      return;
    }
    abortActions.clear();
    connection.answer(this, response);
  }

  /** Whether its client sees that an answer in pieces broke off: HTTP/1.0 does not. */
  boolean takesPieces() {
    return request().protocolVersion().equals(HttpVersion.HTTP_1_1);
  }

  /**
   * Begins an answer that comes in pieces.
   *
   * @param onGone called once if the connection closes before its end
   */
  void begin(HttpResponse head, Runnable onGone) {
    claim();
    abortActions.clear();
    if (aborted) {
      onGone.run();
      return;
    }
    unfinished = true;
    abortActions.add(onGone);
    connection.begin(this, NettyResponses.head(head));
  }

  /**
   * The next piece of what was begun.
   *
   * @param left called when it has left, or never will
   */
  void piece(ByteBuf piece, Runnable left) {
    if (unfinished && !aborted && !isBodiless()) {
      connection.write(new DefaultHttpContent(piece), left);
    } else {
      piece.release();
      left.run();
    }
  }

  private boolean isBodiless() {
    return HttpMethod.HEAD.equals(request().method());
  }

  /** What was begun is whole. */
  void end() {
    if (unfinished && !aborted) {
      unfinished = false;
      abortActions.clear();
      connection.end(this);
    }
  }

  /** What was begun never will be whole: that the connection ends is how its client knows. */
  void breakOff() {
    var _ = channel().close();
  }

  @Override
  public boolean isAnswered() {
    return answered;
  }

  @Override
  public void onAbort(Runnable action) {
    if (aborted) {
      action.run();
    } else if (!answered) {
      abortActions.add(action);
    }
  }

  @Override
  public Channel upgrade() {
    claim();
    abortActions.clear();
    if (!aborted) {
      connection.upgrade();
    }
    return connection.channel();
  }

  private void claim() {
    if (!channel().eventLoop().inEventLoop()) {
      throw new IllegalStateException("not on the connection's event loop");
    }
    if (answered) {
      throw new IllegalStateException("already answered or upgraded");
    }
    answered = true;
  }

  /** The connection closed before the answer, or before its end. */
  void abort() {
    if (!answered || unfinished) {
      aborted = true;
      requester.goes();
      abortActions.forEach(Runnable::run);
      abortActions.clear();
    }
  }
}
