// SPDX-License-Identifier: Apache-2.0
/**
 * The network: Netty event loops, TLS, HTTP/1.1, routes and limits. Bytes in, requests out.
 *
 * <p>An {@link homeroom.http.HttpServer} gives each path to one of two. An ordinary request is
 * handled by an {@link homeroom.http.HttpHandler}, usually a {@link homeroom.http.Router}, as plain
 * blocking code on a virtual thread of its own. A protocol that keeps a request open or leaves HTTP
 * takes its path as a {@link homeroom.http.Mount} and works on the connection's event loop with
 * Netty's types; once it has left HTTP, nothing of this package stands in its way.
 *
 * <p>A request passes, on the event loop: {@code Acceptor} (once per connection), {@code
 * RequestDecoder} (bytes to parts, strictly), {@code RequestGatherer} with {@code HeadCheck} and
 * {@code RequestTarget} (parts to a whole request, or a refusal), {@code HttpConnection} (one
 * request at a time, in order, with its time limits) and {@code Destinations} (who takes it); then
 * {@code Application} on the virtual thread; then, back on the event loop, {@code NettyResponses}.
 *
 * <p>Whatever could be read in two ways is refused and ends the connection: that is what keeps one
 * request from hiding in another. What is not finished is counted by one {@link
 * homeroom.http.MemoryBudget}, which closes whoever keeps most when it is full. Every bound stands
 * in {@link homeroom.http.HttpLimits}; every refusal has the form of the {@link
 * homeroom.http.ErrorPage}.
 */
@NullMarked
package homeroom.http;

import org.jspecify.annotations.NullMarked;
