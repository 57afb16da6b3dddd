// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where an issuer publishes its keys. Reading blocks; safe for many threads. */
interface KeySource {

  /**
   * The key set as it is now (RFC 7517, section 5).
   *
   * @throws IOException if it cannot be had within the limits
   */
  byte[] read() throws IOException;

  /** Asks a URL, without following redirects, or reads a file. */
  static KeySource of(String fileOrUrl, AuthLimits limits) {
    return fileOrUrl.startsWith("http://") || fileOrUrl.startsWith("https://")
        ? new Web(URI.create(fileOrUrl), limits.keySetBytes(), limits.keySetWait())
        : new InFile(Path.of(fileOrUrl), limits.keySetBytes());
  }

  /** In a file. */
  record InFile(Path file, int maxBytes) implements KeySource {

    @Override
    public byte[] read() throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
          throw new IOException("the file has more than " + maxBytes + " bytes");
        }
        return bytes;
      }
    }
  }

  /** On the web. */
  record Web(URI uri, int maxBytes, Duration patience) implements KeySource {

    private static final int OK = 200;

    /** Without what may be secret in it. */
    @Override
    public String toString() {
      return uri.getScheme() + "://" + uri.getHost() + uri.getPath();
    }

    @Override
    public byte[] read() throws IOException {
      try (HttpClient client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(patience)
              .build()) {
        try {
          return answer(client);
        } finally {
          client.shutdownNow();
        }
      }
    }

    private byte[] answer(HttpClient client) throws IOException {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("accept", "application/json")
              .timeout(patience)
              .build();
      CompletableFuture<HttpResponse<byte[]>> asked =
          client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
      try {
        HttpResponse<byte[]> response = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (response.statusCode() != OK) {
          throw new IOException("the answer has the status " + response.statusCode());
        }
        return response.body();
      } catch (TimeoutException e) {
        throw new IOException("there was no whole answer within " + patience, e);
      } catch (ExecutionException e) {
        throw new IOException("there was no answer: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the server is stopping", e);
      }
    }
  }
}
