// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;

/** Netty's decoder of frames, which says what it keeps, and can keep nothing more. */
final class WebSocketFrames extends WebSocket13FrameDecoder {

  private boolean discarding;

  WebSocketFrames(WebSocketDecoderConfig config) {
    super(config);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (discarding) {
      ReferenceCountUtil.release(message);
    } else {
      super.channelRead(context, message);
    }
  }

  /** What is kept of a frame that is not complete, in bytes of memory. */
  int unfinishedBytes() {
    return actualReadableBytes() == 0 ? 0 : internalBuffer().capacity();
  }

  /** Whatever comes from now on is thrown away. */
  void discard() {
    discarding = true;
  }
}
