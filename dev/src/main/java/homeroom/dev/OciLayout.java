// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The folder of an image by the OCI image specification, version 1.1: its parts, each named by its
 * SHA-256, and an index of the one image. {@code manifest.json} says the same to tools that are
 * older than the specification.
 */
final class OciLayout {

  private static final String TYPE = "application/vnd.oci.image.";

  private final Path root;
  private final Path blobs;

  OciLayout(Path root) throws IOException {
    this.root = root;
    this.blobs = root.resolve("blobs/sha256");
    Checkout.create(blobs);
    Files.writeString(root.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}\n");
  }

  /**
   * A part of the image.
   *
   * @param hex SHA-256 of its bytes
   * @param size bytes
   */
  record Blob(String hex, long size) {

    private String descriptor(String type) {
      return """
      {"mediaType": "%s", "digest": "sha256:%s", "size": %d}\
      """
          .formatted(TYPE + type, hex, size);
    }

    private String path() {
      return "blobs/sha256/" + hex;
    }
  }

  /**
   * Files that an image adds to those of the layers before.
   *
   * @param blob compressed
   * @param hex SHA-256 of the archive as it is unpacked
   */
  record Layer(Blob blob, String hex) {}

  /** Compresses an archive of {@code tar} into a layer. */
  Layer layer(Path tar) throws IOException {
    Path file = Files.createTempFile(blobs, "layer", ".gz");
    MessageDigest unpacked = FileTree.sha256();
    MessageDigest packed = FileTree.sha256();
    try (InputStream input = new DigestInputStream(Files.newInputStream(tar), unpacked);
        OutputStream output =
            new GZIPOutputStream(
                new DigestOutputStream(Files.newOutputStream(file), packed), 1 << 16)) {
      input.transferTo(output);
    }
    return new Layer(named(file, packed), HexFormat.of().formatHex(unpacked.digest()));
  }

  /**
   * Makes the one image of what is here.
   *
   * @param config as the specification has it; it names the layers in their order
   * @param name with a tag
   */
  void finish(String config, List<Layer> layers, String name) throws IOException {
    Blob configuration = write(config);
    List<Blob> parts = layers.stream().map(Layer::blob).toList();
    Blob manifest =
        write(
            """
            {
              "schemaVersion": 2,
              "mediaType": "%smanifest.v1+json",
              "config": %s,
              "layers": [%s]
            }
            """
                .formatted(
                    TYPE,
                    configuration.descriptor("config.v1+json"),
                    joined(parts.stream().map(part -> part.descriptor("layer.v1.tar+gzip")))));
    String annotations =
        """
        {"org.opencontainers.image.ref.name": "%s", "io.containerd.image.name": "docker.io/library/%s"}\
        """
            .formatted(name, name);
    Files.writeString(
        root.resolve("index.json"),
        """
        {
          "schemaVersion": 2,
          "mediaType": "%sindex.v1+json",
          "manifests": [%s, "annotations": %s}]
        }
        """
            .formatted(TYPE, withoutEnd(manifest.descriptor("manifest.v1+json")), annotations));
    Files.writeString(
        root.resolve("manifest.json"),
        """
        [{"Config": "%s", "RepoTags": ["%s"], "Layers": [%s]}]
        """
            .formatted(
                configuration.path(),
                name,
                joined(parts.stream().map(part -> '"' + part.path() + '"'))));
  }

  private static String joined(Stream<String> values) {
    return String.join(", ", values.toList());
  }

  private static String withoutEnd(String object) {
    return object.substring(0, object.length() - 1);
  }

  private Blob write(String json) throws IOException {
    Path file = Files.createTempFile(blobs, "part", ".json");
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Files.write(file, bytes);
    MessageDigest digest = FileTree.sha256();
    digest.update(bytes);
    return named(file, digest);
  }

  private Blob named(Path file, MessageDigest digest) throws IOException {
    var blob = new Blob(HexFormat.of().formatHex(digest.digest()), Files.size(file));
    Files.move(file, root.resolve(blob.path()), StandardCopyOption.REPLACE_EXISTING);
    return blob;
  }
}
