// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** Gives an accepted connection its handlers. Runs on the new connection's event loop. */
final class Acceptor extends ChannelInitializer<Channel> {

  private final ServerState server;
  private final Application application;
  private final ChannelGroup open;
  private final @Nullable TlsCertificate tls;

  Acceptor(ServerState server, ChannelGroup open, @Nullable TlsCertificate tls) {
    this.server = server;
    this.application = new Application(server);
    this.open = open;
    this.tls = tls;
  }

  @Override
  protected void initChannel(Channel channel) {
    boolean alreadyGone = channel.remoteAddress() == null;
    if (alreadyGone || !server.admitConnection()) {
      refuse(channel, alreadyGone || tls != null);
      return;
    }
    channel.closeFuture().addListener(closed -> server.openConnections().give(1));
    open.add(channel);
    if (tls != null) {
      SslHandler handler = tls.context().newHandler(channel.alloc());
      handler.setHandshakeTimeoutMillis(server.limits().headTimeout().toMillis());
      channel.pipeline().addLast("tls", handler);
    }
    new HttpConnection(server, application, channel).install();
  }

  /** A TLS handshake would cost more than the answer is worth. */
  private void refuse(Channel channel, boolean silently) {
    if (silently) {
      var _ = channel.close();
      return;
    }
    open.add(channel);
    Overload.refuse(server, channel);
  }
}
