// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Puts the decoded parts of a request together, within the limit of its destination. Runs on the
 * connection's event loop; holds at most one request.
 */
final class RequestGatherer {

  /**
   * What a body gets first at most; it grows by doubling as bytes come, so that announcing a large
   * body costs this server nothing.
   */
  private static final int FIRST_BODY_BYTES = 8_192;

  private final ServerState server;
  private final ByteBufAllocator allocator;
  private @Nullable HttpRequest head;
  private @Nullable RequestTarget target;
  private @Nullable Destination destination;
  private @Nullable ByteBuf body;
  private int headBytes;
  private boolean awaitsContinue;

  /** What a mount wants done if the body does not come; null until the mount has been told. */
  private @Nullable Runnable onLost;

  RequestGatherer(ServerState server, ByteBufAllocator allocator) {
    this.server = server;
    this.allocator = allocator;
  }

  /** Whether a head was taken whose body is not complete. */
  boolean isGathering() {
    return head != null;
  }

  /** Whether a mount waits for the rest of the body. */
  boolean isAwaited() {
    return onLost != null;
  }

  /** Whether the client waits for 100 (Continue); asking forgets it. */
  boolean takeAwaitsContinue() {
    boolean awaits = awaitsContinue;
    awaitsContinue = false;
    return awaits;
  }

  /** What is kept of a request that is not complete. */
  int bytes() {
    return headBytes + (body == null ? 0 : body.capacity());
  }

  /** Begins a request whose head took so many bytes, or says why not. */
  Incoming.@Nullable Refused begin(HttpRequest decoded, int bytes) {
    Incoming.Refused refused = refusal(decoded);
    if (refused != null) {
      return refusal(refused.status(), refused.message(), decoded);
    }
    headBytes = bytes;
    return null;
  }

  /** Lets go of an unfinished request, and the refusal that it gets. */
  Incoming.Refused refuse(int status, String message) {
    HttpRequest unfinished = head;
    release();
    return unfinished == null
        ? new Incoming.Refused(status, message)
        : refusal(status, message, unfinished);
  }

  static Incoming.Refused refusal(int status, String message, HttpRequest head) {
    return new Incoming.Refused(
        status,
        message,
        HttpMethod.HEAD.equals(head.method()),
        head.headers().get(HttpHeaderNames.ORIGIN));
  }

  private Incoming.@Nullable Refused refusal(HttpRequest decoded) {
    Incoming.Refused refused = HeadCheck.refusal(decoded);
    if (refused != null) {
      return refused;
    }
    RequestTarget parsed;
    try {
      parsed =
          RequestTarget.parse(decoded.method().name(), decoded.uri()).within(server.basePath());
    } catch (BadTargetException bad) {
      return new Incoming.Refused(400, String.valueOf(bad.getMessage()));
    }
    Destination found = server.destinations().find(parsed.path());
    if (HeadCheck.contentLength(decoded) > found.maxBodyBytes()) {
      return tooLarge(found);
    }
    if (found instanceof Destination.ToMount && coding(decoded) != ContentCoding.IDENTITY) {
      return new Incoming.Refused(415, "No Content-Encoding is understood here; send none.");
    }
    head = decoded;
    target = parsed;
    destination = found;
    awaitsContinue = HttpUtil.is100ContinueExpected(decoded);
    return null;
  }

  /** Adds a part of the body; the request once complete, a refusal, or null for more to come. */
  @Nullable Incoming add(HttpContent part) {
    HttpRequest begun = head;
    Destination to = destination;
    RequestTarget at = target;
    if (begun == null || to == null || at == null) {
      return null;
    }
    if (part.decoderResult().isFailure()) {
      return refuse(new Incoming.Refused(400, "The body is not well-formed chunked encoding."));
    }
    int added = part.content().readableBytes();
    awaitsContinue &= added == 0;
    int before = body == null ? 0 : body.readableBytes();
    if (added > to.maxBodyBytes() - before) {
      return refuse(tooLarge(to));
    }
    if (added > 0) {
      append(part.content(), begun);
    }
    return part instanceof LastHttpContent ? complete(begun, at, to) : null;
  }

  /** Tells a mount, once, that the body of its request is still on its way. */
  void tellAwaiting(Channel channel) {
    if (onLost == null && head != null && destination instanceof Destination.ToMount to) {
      onLost = to.mount().awaitingBody(head, channel);
    }
  }

  /** Lets go of an unfinished request. */
  void release() {
    Runnable lost = onLost;
    if (body != null) {
      body.release();
    }
    clear();
    if (lost != null) {
      lost.run();
    }
  }

  private void append(ByteBuf part, HttpRequest begun) {
    int bytes = part.readableBytes();
    if (body == null) {
      long announced = HeadCheck.contentLength(begun);
      body = allocator.buffer((int) Math.min(Math.max(announced, bytes), FIRST_BODY_BYTES));
    }
    body.writeBytes(part);
  }

  private Incoming complete(HttpRequest begun, RequestTarget at, Destination to) {
    var request =
        new DefaultFullHttpRequest(
            begun.protocolVersion(),
            begun.method(),
            begun.uri(),
            body == null ? allocator.buffer(0, 0) : body,
            begun.headers(),
            EmptyHttpHeaders.INSTANCE);
    int sent = request.content().readableBytes();
    int growth = coding(begun).growth(sent, to.maxBodyBytes());
    int bytes = bytes() + growth;
    clear();
    return new Incoming.Complete(request, bytes, sent + growth, at, to);
  }

  private Incoming refuse(Incoming.Refused refused) {
    return refuse(refused.status(), refused.message());
  }

  private void clear() {
    head = null;
    target = null;
    destination = null;
    body = null;
    headBytes = 0;
    onLost = null;
    awaitsContinue = false;
  }

  private static ContentCoding coding(HttpRequest head) {
    return ContentCoding.of(head.headers().getAll(HttpHeaderNames.CONTENT_ENCODING));
  }

  private static Incoming.Refused tooLarge(Destination destination) {
    return new Incoming.Refused(
        413, "The body is larger than the " + destination.maxBodyBytes() + " bytes allowed here.");
  }
}
