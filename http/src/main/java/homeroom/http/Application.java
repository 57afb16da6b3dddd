// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests from an event loop to a {@link HttpHandler} on a virtual thread and the answers
 * back. A request's methods run on its connection's event loop, {@link #run} on the virtual thread.
 */
final class Application {

  private static final Logger log = LoggerFactory.getLogger(Application.class);

  /** From so many bytes on an answer is long. */
  private static final int LONG_ANSWER_BYTES = 65_536;

  private final ServerState server;
  private final Gzip gzip;

  Application(ServerState server) {
    this.server = server;
    this.gzip = new Gzip(server.limits().compressFromBytes());
  }

  void handle(ServerExchange exchange, HttpHandler handler) {
    RequestSlots.Slot slot = server.slot(exchange);
    if (!server.requests().enter(slot, exchange.incoming().bodyBytes())) {
      exchange.respond(
          server.refusal(
              503,
              "The server is handling too many requests; try again.",
              server
                  .corsHeaders(exchange.request().headers().get(HttpHeaderNames.ORIGIN))
                  .with("retry-after", "1")));
      return;
    }
    var answers = new Answers(exchange);
    HttpRequest request = request(exchange, answers);
    Thread.ofVirtual()
        .name("request-" + exchange.id())
        .start(() -> run(exchange, handler, request, answers, slot));
  }

  /** Answers 500 for a fault in a mount. */
  void fault(ServerExchange exchange, Throwable fault) {
    FullHttpRequest request = exchange.request();
    FullHttpResponse answer =
        faultAnswer(
            exchange.id(),
            request.method().name(),
            exchange.incoming().target().path(),
            request.headers().get(HttpHeaderNames.ORIGIN),
            fault);
    if (exchange.isAnswered()) {
      answer.release();
    } else {
      exchange.respond(answer);
    }
  }

  /** The one answer of a request that may be long, if there is one. */
  private final class Answers implements LongAnswers {

    private final ServerExchange exchange;
    private @Nullable LongAnswer written;

    Answers(ServerExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public LongAnswer write(
        HttpRequest request, int status, Headers headers, LongAnswer.Pause pause) {
      if (written != null) {
        throw new IllegalStateException("a request has one answer");
      }
      var head = new HttpResponse(status, headers, new byte[0]);
      Headers cors = server.corsHeaders(request.header("origin").orElse(null));
      var answer = new LongAnswer(exchange, head, Gzip.head(request, head, cors), pause);
      written = answer;
      return answer;
    }

    /** False if the answer is one as any other. */
    boolean finish() {
      if (written == null || !written.isBegun()) {
        return false;
      }
      written.finish();
      return true;
    }
  }

  private void run(
      ServerExchange exchange,
      HttpHandler handler,
      HttpRequest request,
      Answers answers,
      RequestSlots.Slot slot) {
    FullHttpResponse answer;
    try {
      HttpRequest decoded = decoded(request, exchange.incoming().destination().maxBodyBytes());
      answer = NettyResponses.of(compressed(exchange, request, handler.handle(decoded)));
    } catch (ContentCoding.Refused refused) {
      answer = refusal(request, refused);
    } catch (Throwable fault) { // whatever it is, the client waits for an answer
      answer =
          faultAnswer(
              request.id(),
              request.method(),
              request.path(),
              request.header("origin").orElse(null),
              fault);
    } finally {
      server.requests().leave(slot);
    }
    if (answers.finish()) {
      answer.release();
      return;
    }
    FullHttpResponse ready = answer;
    try {
      exchange.channel().eventLoop().execute(() -> exchange.respond(ready));
    } catch (RejectedExecutionException closed) {
      ready.release(); // the server closed meanwhile, and with it the connection
    }
  }

  /** A long answer counts while it is compressed; if there is no room for it, it is not. */
  private HttpResponse compressed(
      ServerExchange exchange, HttpRequest request, HttpResponse answer) {
    if (answer.body().length < LONG_ANSWER_BYTES) {
      return gzip.compressed(request, answer);
    }
    MemoryBudget.Account account =
        server.memory().connection(Network.of(exchange.remoteAddress()), () -> {});
    Object user = exchange.requester().user();
    if (user != null) {
      account.belongsTo(user);
    }
    try {
      return account.take(answer.body().length) ? gzip.compressed(request, answer) : answer;
    } finally {
      account.close();
    }
  }

  private static HttpRequest decoded(HttpRequest request, int maxBytes)
      throws ContentCoding.Refused {
    ContentCoding coding = ContentCoding.of(request.headers().all("content-encoding"));
    return coding == ContentCoding.IDENTITY
        ? request
        : request.withBody(coding.decoded(request.body(), maxBytes));
  }

  private FullHttpResponse refusal(HttpRequest request, ContentCoding.Refused refused) {
    Headers headers = server.corsHeaders(request.header("origin").orElse(null));
    return server.refusal(
        refused.status(),
        String.valueOf(refused.getMessage()),
        refused.status() == 415 ? headers.with("accept-encoding", "gzip") : headers);
  }

  private FullHttpResponse faultAnswer(
      String id, String method, String path, @Nullable String origin, Throwable fault) {
    String reference = server.faults().report(log, id, method + " " + path + " failed", fault);
    return server.refusal(
        500,
        "The server failed to answer; its log has the reference " + reference + ".",
        server.corsHeaders(origin));
  }

  private static HttpRequest request(ServerExchange exchange, LongAnswers answers) {
    FullHttpRequest request = exchange.request();
    byte[] body = new byte[request.content().readableBytes()];
    request.content().getBytes(request.content().readerIndex(), body);
    RequestTarget target = exchange.incoming().target();
    return new HttpRequest(
        exchange.id(),
        request.method().name(),
        target.path(),
        target.rawQuery(),
        Map.of(),
        headers(request),
        body,
        exchange.remoteAddress(),
        exchange.requester(),
        answers);
  }

  private static Headers headers(FullHttpRequest request) {
    Map<String, List<String>> fields = new HashMap<>();
    for (Map.Entry<String, String> field : request.headers()) {
      if (!field.getKey().contentEquals(HttpHeaderNames.TRANSFER_ENCODING)) {
        fields
            .computeIfAbsent(field.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
            .add(field.getValue());
      }
    }
    return new Headers(fields);
  }
}
