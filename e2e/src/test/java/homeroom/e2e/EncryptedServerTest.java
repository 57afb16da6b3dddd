// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.TestCertificate;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with a certificate of its own, used as without one. */
class EncryptedServerTest {

  @Test
  void theOfficialClientsTrustItAndUseEveryService(@TempDir Path folder) throws Exception {
    TestCertificate made = TestCertificate.make(folder);
    try (ServerProcess server =
        ServerProcess.demo(
            folder.resolve("data"),
            "--tls-cert",
            made.certificate().toString(),
            "--tls-key",
            made.key().toString())) {
      assertThat(server.url()).startsWith("https://");
      ClientCheck.passes(
          "feathers.mjs", server, Map.of("NODE_EXTRA_CA_CERTS", made.certificate().toString()));
    }
  }
}
