// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own, used as without one. */
class EncryptedServerTest {

  private static final String PASSWORD = "changeit";

  @Test
  void theOfficialClientsTrustItAndUseEveryService(@TempDir Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    makeKeys(store);
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Path certificate = folder.resolve("certificate.pem");
    Path key = folder.resolve("key.pem");
    writePem(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
    writePem(key, "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
    try (ServerProcess server =
        ServerProcess.demo(
            folder.resolve("data"),
            "--tls-cert",
            certificate.toString(),
            "--tls-key",
            key.toString())) {
      assertThat(server.url()).startsWith("https://");
      ClientCheck.passes(
          "feathers.mjs", server, Map.of("NODE_EXTRA_CA_CERTS", certificate.toString()));
    }
  }

  private static void makeKeys(Path store) throws Exception {
    ClientCheck.Ended made =
        ClientCheck.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    assertThat(made.exitCode()).as(made.output()).isZero();
  }

  private static void writePem(Path file, String type, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }
}
