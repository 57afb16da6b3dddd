// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * The certificate of the server.
 *
 * @param path a PEM file; its first certificate is the server's own
 */
record CertificateFile(Path path) {

  /** How long before its end a certificate should have been renewed. */
  private static final Duration SOON = Duration.ofDays(21);

  /**
   * When it ends.
   *
   * @throws IOException if the file has none
   */
  Instant end() throws IOException {
    try (InputStream pem = Files.newInputStream(path)) {
      var x509 = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      return x509.getNotAfter().toInstant();
    } catch (CertificateException e) {
      throw new IOException(path + " has no certificate: " + e.getMessage(), e);
    }
  }

  Finding finding(Instant now) throws IOException {
    return finding("The certificate " + path, end(), now);
  }

  /** Of one that is called so. */
  static Finding finding(String name, Instant end, Instant now) {
    String said = name + " ends at " + end;
    if (end.isBefore(now)) {
      return Finding.broken(said + ": clients refuse it.", "certbot renew");
    }
    return end.isBefore(now.plus(SOON))
        ? Finding.warning(said + ".", "certbot renew")
        : Finding.fine(said + ".");
  }
}
