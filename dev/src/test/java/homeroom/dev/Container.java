// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Starts programs in the files of an image as a container's runtime would: with its user, its
 * environment and its folder, the kernel's own file systems, and nothing of the machine's but its
 * network.
 */
final class Container {

  private static final String ENTER =
      "mount --bind \"$0\" \"$0\" && mount -t proc proc \"$0/proc\" && mount --bind /dev \"$0/dev\""
          + " && root=$0 && user=$1 && shift && exec /usr/sbin/chroot --userspec=\"$user\""
          + " \"$root\" \"$@\"";

  private final Path root;
  private final JsonNode config;
  private final int port;

  /**
   * @param config what the image says of its containers
   * @param port where the server listens, since the machine's network is shared
   */
  Container(Path root, JsonNode config, int port) throws IOException {
    this.root = root;
    this.config = config;
    this.port = port;
    for (String mount : List.of("proc", "dev")) {
      Files.createDirectory(root.resolve(mount));
    }
  }

  List<String> entryPoint() {
    List<String> command = new ArrayList<>(texts("Entrypoint"));
    command.addAll(texts("Cmd"));
    return command;
  }

  List<String> healthCheck() {
    List<String> test =
        config.path("Healthcheck").path("Test").valueStream().map(JsonNode::stringValue).toList();
    return test.subList(1, test.size());
  }

  Process start(List<String> command) throws IOException {
    var all =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "/bin/sh",
                "-c",
                ENTER,
                root.toString(),
                config.path("User").stringValue()));
    all.addAll(command);
    var builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    for (String setting : texts("Env")) {
      String[] parts = setting.split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    builder.environment().put("HOMEROOM_PORT", Integer.toString(port));
    return builder.start();
  }

  /** The exit code. */
  int run(List<String> command) throws IOException, InterruptedException {
    Process process = start(command);
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private List<String> texts(String name) {
    return config.path(name).valueStream().map(JsonNode::stringValue).toList();
  }
}
