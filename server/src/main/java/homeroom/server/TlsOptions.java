// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.http.HttpServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The certificate of a server that speaks TLS itself. */
final class TlsOptions {

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Speak TLS: a PEM file with the certificate and those that vouch for it.")
  @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of --tls-cert: a PEM file in PKCS#8, without a password.")
  @Nullable Path key;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Whether the server is to speak TLS. */
  boolean isWanted() {
    return certificate != null || key != null;
  }

  /** Has the server speak TLS if it is wanted; whether it is. */
  boolean speak(HttpServer.Builder server) {
    Path cert = certificate;
    Path itsKey = key;
    if (cert == null && itsKey == null) {
      return false;
    }
    if (cert == null || itsKey == null) {
      throw new ParameterException(spec.commandLine(), "TLS needs both: --tls-cert and --tls-key.");
    }
    var _ = server.tls(cert, itsKey);
    return true;
  }
}
