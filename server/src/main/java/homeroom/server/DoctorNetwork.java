// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The port, the certificate, and what is said of a proxy. */
final class DoctorNetwork {

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
    try (HttpServer _ = HttpServer.builder().tls(certificate, key).start()) {
      return new CertificateFile(certificate).finding(clock.instant());
    } catch (IOException e) {
      return Finding.broken(
          "The certificate cannot be used: " + FailureSentence.of(e),
          Program.shell("ls -l", certificate, key));
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
