// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An image as the OCI specification has whoever receives one read it: from {@code index.json} down
 * to the layers, checking the kind, size and digest of all that is named.
 */
final class OciImage {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String KIND = "application/vnd.oci.image.";

  private final CleanRoot.Tools tools = new CleanRoot.Tools();
  private final Path layout;
  private final JsonNode manifest;
  private final JsonNode config;

  /** Unpacks an image into a folder that is not there yet. */
  OciImage(Path file, Path folder) throws IOException {
    layout = Files.createDirectory(folder);
    unpack(List.of("tar", "--extract", "--file=" + file, "--directory=" + layout));
    assertThat(json("oci-layout")).isEqualTo(JSON.readTree("{\"imageLayoutVersion\": \"1.0.0\"}"));
    JsonNode index = json("index.json");
    assertThat(index.path("schemaVersion").intValue()).isEqualTo(2);
    assertThat(index.path("mediaType").stringValue()).isEqualTo(KIND + "index.v1+json");
    assertThat(index.path("manifests")).hasSize(1);
    manifest = part(index.path("manifests").path(0), "manifest.v1+json");
    assertThat(manifest.path("schemaVersion").intValue()).isEqualTo(2);
    assertThat(manifest.path("mediaType").stringValue()).isEqualTo(KIND + "manifest.v1+json");
    config = part(manifest.path("config"), "config.v1+json");
    checkLayers();
    checkNothingElseIsThere(index);
  }

  /** What a container of it is started with. */
  JsonNode config() {
    return config;
  }

  /** The name that the image has once it is loaded, for tools of either kind. */
  List<String> names() throws IOException {
    JsonNode annotations = json("index.json").path("manifests").path(0).path("annotations");
    return List.of(
        annotations.path("org.opencontainers.image.ref.name").stringValue(),
        json("manifest.json").path(0).path("RepoTags").path(0).stringValue());
  }

  /** Lays the layers over each other, in their order, as root with their owners. */
  void unpackLayers(Path root) throws IOException {
    for (JsonNode layer : manifest.path("layers")) {
      unpack(
          List.of(
              "tar",
              "--extract",
              "--gzip",
              "--preserve-permissions",
              "--numeric-owner",
              "--file=" + blob(layer),
              "--directory=" + root));
    }
  }

  private void checkLayers() throws IOException {
    JsonNode layers = manifest.path("layers");
    JsonNode unpacked = config.path("rootfs").path("diff_ids");
    assertThat(config.path("rootfs").path("type").stringValue()).isEqualTo("layers");
    assertThat(unpacked).hasSize(layers.size()).isNotEmpty();
    assertThat(config.path("history")).hasSize(layers.size());
    for (int i = 0; i < layers.size(); i++) {
      checked(layers.path(i), "layer.v1.tar+gzip");
      try (InputStream layer =
          new GZIPInputStream(Files.newInputStream(blob(layers.path(i))), 1 << 16)) {
        assertThat(digest(layer)).isEqualTo(unpacked.path(i).stringValue());
      }
    }
  }

  private void checkNothingElseIsThere(JsonNode index) throws IOException {
    var named = new TreeSet<Path>();
    named.add(blob(index.path("manifests").path(0)));
    named.add(blob(manifest.path("config")));
    manifest.path("layers").forEach(layer -> named.add(blob(layer)));
    assertThat(FileTree.list(layout.resolve("blobs/sha256"))).isEqualTo(List.copyOf(named));
    JsonNode older = json("manifest.json").path(0);
    var files = new ArrayList<Path>();
    files.add(layout.resolve(older.path("Config").stringValue()));
    older.path("Layers").forEach(layer -> files.add(layout.resolve(layer.stringValue())));
    var same = new ArrayList<Path>();
    same.add(blob(manifest.path("config")));
    manifest.path("layers").forEach(layer -> same.add(blob(layer)));
    assertThat(files).isEqualTo(same);
  }

  private JsonNode part(JsonNode descriptor, String kind) throws IOException {
    checked(descriptor, kind);
    return JSON.readTree(Files.readString(blob(descriptor)));
  }

  private void checked(JsonNode descriptor, String kind) throws IOException {
    assertThat(descriptor.path("mediaType").stringValue()).isEqualTo(KIND + kind);
    assertThat(Files.size(blob(descriptor))).isEqualTo(descriptor.path("size").longValue());
    try (InputStream bytes = Files.newInputStream(blob(descriptor))) {
      assertThat(digest(bytes)).isEqualTo(descriptor.path("digest").stringValue());
    }
  }

  private Path blob(JsonNode descriptor) {
    return layout
        .resolve("blobs")
        .resolve(descriptor.path("digest").stringValue().replace(':', '/'));
  }

  private JsonNode json(String name) throws IOException {
    return JSON.readTree(Files.readString(layout.resolve(name)));
  }

  private static String digest(InputStream input) throws IOException {
    MessageDigest digest = FileTree.sha256();
    new DigestInputStream(input, digest).transferTo(OutputStream.nullOutputStream());
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private void unpack(List<String> command) throws IOException {
    CleanRoot.Answer answer = tools.run(command);
    assertThat(answer.code()).as(answer.text()).isZero();
  }
}
