/**
 * The network: Netty event loops, TLS, HTTP/1.1, routes and limits. Bytes in, requests out.
 *
 * <p>Ordinary requests are handled by an {@link homeroom.http.HttpHandler} as plain blocking code
 * on a virtual thread. A protocol that keeps a request open or leaves HTTP takes its path as a
 * {@link homeroom.http.Mount} and works on the connection's event loop with Netty's types.
 */
@NullMarked
package homeroom.http;

import org.jspecify.annotations.NullMarked;
