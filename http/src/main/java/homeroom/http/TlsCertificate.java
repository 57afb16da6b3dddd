// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The certificate that a server shows, from PEM files that may be renewed. Safe for many threads.
 */
final class TlsCertificate {

  /**
   * By ALPN, for clients that ask (RFC 7301): one that speaks HTTP/2 alone is refused by an alert,
   * and one that speaks either speaks HTTP/1.1.
   */
  private static final ApplicationProtocolConfig PROTOCOLS =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.FATAL_ALERT,
          SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_1_1,
          "http/1.0");

  private final Path certificate;
  private final Path key;
  private List<Object> version;
  private volatile SslContext context;

  private TlsCertificate(Path certificate, Path key) throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.version = version(certificate, key);
    this.context = read(certificate, key);
  }

  /**
   * Reads a certificate chain and its PKCS#8 key.
   *
   * @throws IOException if they cannot be used
   */
  static TlsCertificate of(Path certificate, Path key) throws IOException {
    return new TlsCertificate(certificate, key);
  }

  /** What new connections are to use. */
  SslContext context() {
    return context;
  }

  /**
   * Reads the files again if they have changed; whether they have.
   *
   * @throws IOException if they cannot be used; the last ones that could be stay in use
   */
  synchronized boolean refresh() throws IOException {
    List<Object> now = version(certificate, key);
    if (now.equals(version)) {
      return false;
    }
    context = read(certificate, key);
    version = now;
    return true;
  }

  private static List<Object> version(Path certificate, Path key) throws IOException {
    return List.of(
        Files.getLastModifiedTime(certificate),
        Files.size(certificate),
        Files.getLastModifiedTime(key),
        Files.size(key));
  }

  private static SslContext read(Path certificate, Path key) throws IOException {
    try {
      return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
          .sslProvider(SslProvider.JDK)
          .applicationProtocolConfig(PROTOCOLS)
          .build();
    } catch (IllegalArgumentException unusable) {
      throw new IOException(
          "The certificate " + certificate + " and the key " + key + " cannot be used for TLS.",
          unusable);
    }
  }
}
