// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
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

  /** The connection closed before the answer. */
  void abort() {
    if (!answered) {
      aborted = true;
      requester.goes();
      abortActions.forEach(Runnable::run);
      abortActions.clear();
    }
  }
}
