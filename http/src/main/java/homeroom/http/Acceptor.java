package homeroom.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** Gives an accepted connection its handlers. Runs on the new connection's event loop. */
final class Acceptor extends ChannelInitializer<Channel> {

  private final ServerState server;
  private final Application application;
  private final ChannelGroup open;
  private final @Nullable SslContext tls;

  Acceptor(ServerState server, ChannelGroup open, @Nullable SslContext tls) {
    this.server = server;
    this.application = new Application(server);
    this.open = open;
    this.tls = tls;
  }

  @Override
  protected void initChannel(Channel channel) {
    boolean alreadyGone = channel.remoteAddress() == null;
    if (alreadyGone || !server.openConnections().take(1)) {
      var _ = channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> server.openConnections().give(1));
    open.add(channel);
    if (tls != null) {
      SslHandler handler = tls.newHandler(channel.alloc());
      handler.setHandshakeTimeoutMillis(server.limits().headTimeout().toMillis());
      channel.pipeline().addLast("tls", handler);
    }
    new Connection(server, application, channel).install();
  }
}
