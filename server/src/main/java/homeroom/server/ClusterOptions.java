// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.bus.NodeId;
import homeroom.cluster.redis.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What makes a server one of several nodes on one store. */
final class ClusterOptions {

  @Option(
      names = "--cluster",
      paramLabel = "URL",
      split = ",",
      description =
          "Makes this server a node of a cluster: the Redis servers through which its nodes tell"
              + " each other what happened, redis://HOST or rediss://USER:PASSWORD@HOST with TLS,"
              + " the same for all nodes. Give one with a password as HOMEROOM_CLUSTER or in the"
              + " file of --config (default: this server is alone).")
  List<String> servers = new ArrayList<>();

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description =
          "What this node of a cluster is called, 1 to 32 letters, digits, - and _; one node that"
              + " lives has a name at a time.")
  @Nullable String name;

  @Option(
      names = "--cluster-trust",
      paramLabel = "FILE",
      description =
          "The certificates that are trusted where --cluster has rediss://, a PEM file (default:"
              + " those that Java trusts).")
  @Nullable Path trusted;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description =
          "The file with the secret that signs access tokens, the same for all nodes; made if it is"
              + " missing, for its owner alone (default: secret in the directory of --data).")
  @Nullable Path secretFile;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /**
   * The cluster that this server is a node of; null if it is alone.
   *
   * @throws ParameterException with a sentence that never has a password
   */
  @Nullable ClusterSettings cluster() {
    if (servers.isEmpty()) {
      demand(name == null, "--node names a node of a cluster: give --cluster too.");
      demand(trusted == null, "--cluster-trust is for the servers of --cluster: give that too.");
      return null;
    }
    String node = name;
    if (node == null || !node.matches("[A-Za-z0-9_-]{1,32}")) {
      throw refusal("--cluster needs a --node, a name of 1 to 32 letters, digits, - and _.");
    }
    demand(
        trusted == null || Files.isReadable(trusted),
        "The file " + trusted + " of --cluster-trust cannot be read.");
    return new ClusterSettings(
        new NodeId(node, UUID.randomUUID().toString()), redisServers(), trusted);
  }

  /** Whether this server is to be a node. */
  boolean isWanted() {
    return !servers.isEmpty();
  }

  /**
   * The servers of the bus.
   *
   * @throws ParameterException with a sentence that never has a password
   */
  List<RedisServer> redisServers() {
    try {
      List<RedisServer> parsed = servers.stream().map(RedisServer::parse).toList();
      demand(
          parsed.stream().map(RedisServer::toString).distinct().count() == parsed.size(),
          "--cluster names a Redis server twice.");
      return parsed;
    } catch (IllegalArgumentException e) {
      throw refusal("--cluster: " + e.getMessage());
    }
  }

  private void demand(boolean condition, String otherwise) {
    if (!condition) {
      throw refusal(otherwise);
    }
  }

  private ParameterException refusal(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
