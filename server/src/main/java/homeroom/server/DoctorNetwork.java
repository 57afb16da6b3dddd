// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The port, the certificate, and what is said of a proxy. */
final class DoctorNetwork {

  private static final Duration SOON = Duration.ofDays(21);

  private final ServerOptions options;
  private final boolean isServed;
  private final Clock clock;

  /**
   * @param isServed whether a server runs on the data, which then has the port
   */
  DoctorNetwork(ServerOptions options, boolean isServed, Clock clock) {
    this.options = options;
    this.isServed = isServed;
    this.clock = clock;
  }

  List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    findings.add(port());
    Path certificate = options.tls.certificate;
    Path key = options.tls.key;
    if (certificate != null && key != null) {
      findings.add(certificate(certificate, key));
    } else {
      findings.add(withoutTls());
    }
    return findings;
  }

  private Finding port() {
    String where = options.host + ":" + options.port;
    if (isServed) {
      return Finding.fine("A server runs on this data; its port is " + where + ".");
    }
    try (var free = new ServerSocket()) {
      free.setReuseAddress(true);
      free.bind(new InetSocketAddress(options.host, options.port));
      return Finding.fine(where + " is free.");
    } catch (IOException e) {
      return Finding.broken(where + " cannot be listened on: " + e.getMessage() + ".", "ss -ltnp");
    }
  }

  private Finding certificate(Path certificate, Path key) {
    try (InputStream pem = Files.newInputStream(certificate);
        HttpServer usable = HttpServer.builder().tls(certificate, key).start()) {
      var x509 = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      Instant end = x509.getNotAfter().toInstant();
      Instant now = clock.instant();
      String said = "The certificate " + certificate + " ends at " + end;
      if (usable.port() == 0 || end.isBefore(now)) {
        return Finding.broken(said + ": clients refuse it.", "certbot renew");
      }
      return end.isBefore(now.plus(SOON))
          ? Finding.warning(said + ".", "certbot renew")
          : Finding.fine(said + ".");
    } catch (IOException | CertificateException e) {
      return Finding.broken(
          "The certificate cannot be used: " + e.getMessage(), "ls -l " + certificate + " " + key);
    }
  }

  private Finding withoutTls() {
    if (!options.trustedProxies.isEmpty()) {
      return Finding.fine(
          "The proxy at " + String.join(", ", options.trustedProxies) + " is trusted for TLS.");
    }
    return isThisMachine(options.host)
        ? Finding.warning(
            "Only this machine reaches the server. If a proxy in front of it does, failed sign-ins"
                + " count for the proxy, and not for whoever failed.",
            Program.NAME + " serve --trusted-proxy 127.0.0.1")
        : Finding.warning(
            "Passwords pass " + options.host + " without TLS.",
            Program.NAME + " serve --tls-cert FILE --tls-key FILE");
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }
}
