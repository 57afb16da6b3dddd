// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server behind TLS, with a certificate made for the test. */
@ExtendWith(LeakCheck.class)
class TlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir private static Path folder;
  private static Path certificate;
  private static Path key;
  private static SSLContext trusting;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = folder.resolve("server.p12");
    runKeytool(store);
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    certificate = writePem("CERTIFICATE", keys.getCertificate("server").getEncoded());
    key = writePem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keys.getCertificate("server"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
  }

  @Test
  void aClientThatTrustsTheCertificateIsServed() throws Exception {
    try (var server = server();
        var client = HttpClient.newBuilder().sslContext(trusting).build()) {
      var request =
          java.net.http.HttpRequest.newBuilder(
                  URI.create("https://localhost:" + server.port() + "/x"))
              .build();
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("/x");
      assertThat(answer.headers().firstValue("strict-transport-security"))
          .hasValue("max-age=31536000");
    }
  }

  @Test
  void aClientThatSpeaksHttp2TooSpeaksHttp11AndOneThatSpeaksNothingElseIsRefused()
      throws Exception {
    try (var server = server()) {
      assertThat(agreed(server, "h2", "http/1.1")).isEqualTo("http/1.1");
      assertThat(agreed(server, "http/1.0")).isEqualTo("http/1.0");
      assertThat(agreed(server)).isEmpty();
      assertThatThrownBy(() -> agreed(server, "h2"))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("no_application_protocol");
    }
  }

  /** The protocol that a client which offers these is to speak; empty if it offers none. */
  private static String agreed(HttpServer server, String... offered) throws IOException {
    try (var socket =
        (SSLSocket)
            trusting
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port())) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offered);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  @Test
  void aRefusalArrivesThroughTlsToo() throws Exception {
    try (var server = server();
        var client =
            new RawClient(
                trusting
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), server.port()))) {
      assertThat(client.get("/x").answer().body()).isEqualTo("/x");
      client.send("POST / HTTP/1.1\nHost: h\nContent-Length: 2000000\n\n" + "x".repeat(10_000));
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void plainTextOnATlsPortEndsTheConnection() throws Exception {
    try (var server = server();
        var client = new RawClient(server)) {
      client.get("/");
      assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aClientThatNeverShakesHandsIsClosed() throws Exception {
    var limits = HttpLimits.builder().headTimeout(Duration.ofMillis(100)).build();
    try (var server = HttpServer.builder().tls(certificate, key).limits(limits).start();
        var silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      silent.setSoTimeout(20_000);
      assertThat(new RawClient(silent).isEnded()).isTrue();
    }
  }

  @Test
  void aRenewedCertificateIsShownToNewConnections(@TempDir Path renewed) throws Exception {
    Path shown = Files.copy(certificate, renewed.resolve("certificate.pem"));
    Path itsKey = Files.copy(key, renewed.resolve("key.pem"));
    try (var server = HttpServer.builder().tls(shown, itsKey).start()) {
      assertThat(server.refreshCertificate()).isFalse();
      Certificate before = shownBy(server);
      Path store = renewed.resolve("server.p12");
      runKeytool(store);
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      writePem(shown, "CERTIFICATE", keys.getCertificate("server").getEncoded());
      Files.writeString(itsKey, "half a file");
      assertThatThrownBy(server::refreshCertificate).isInstanceOf(IOException.class);
      assertThat(shownBy(server)).isEqualTo(before);
      byte[] newKey = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
      writePem(itsKey, "PRIVATE KEY", newKey);
      assertThat(server.refreshCertificate()).isTrue();
      assertThat(shownBy(server)).isEqualTo(keys.getCertificate("server"));
    }
  }

  @Test
  void aKeyThatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> HttpServer.builder().tls(certificate, certificate).start())
        .isInstanceOf(IOException.class);
  }

  private static HttpServer server() throws IOException {
    return HttpServer.builder()
        .tls(certificate, key)
        .handler(request -> HttpResponse.text(200, request.path()))
        .start();
  }

  private static void runKeytool(Path store) throws Exception {
    Process keytool =
        new ProcessBuilder(
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
                PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }

  /** Whoever signed it: what is asked here is which one it is. */
  private static Certificate shownBy(HttpServer server) throws Exception {
    var any = SSLContext.getInstance("TLS");
    any.init(null, new TrustManager[] {new TrustsAny()}, null);
    try (var socket =
        (SSLSocket)
            any.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static final class TrustsAny extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static Path writePem(String type, byte[] content) throws IOException {
    return writePem(folder.resolve(type.replace(' ', '-') + ".pem"), type, content);
  }

  private static Path writePem(Path file, String type, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n", US_ASCII);
  }
}
