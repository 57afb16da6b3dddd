// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the whole chat on several nodes: all numbers of nodes alive at once, each under the same
 * load in turn, round by round.
 */
final class ChatOnNodes implements AutoCloseable {

  private final ChatNodesPlan plan;
  private final PrintWriter progress;
  private final Path folder;
  private final List<RunningChat> running = new ArrayList<>();

  /** Starts all nodes and signs everybody in. */
  ChatOnNodes(ChatNodesPlan plan, Workshop workshop, Cores cores, PrintWriter progress)
      throws IOException {
    this.plan = plan;
    this.progress = progress;
    this.folder = Files.createTempDirectory("homeroom-bench-nodes");
    try {
      for (int count : plan.nodes()) {
        tell("starting the whole chat on " + nodes(count));
        Path its = folder.resolve("on-" + count);
        running.add(new RunningChat(count, plan.students(), its, workshop, cores));
      }
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** What it costs, for each number of nodes. */
  List<ChatCost> run() throws InterruptedException {
    tell("warming up the whole chat for %s s".formatted(Table.number(plan.warmUpSeconds(), 0)));
    running.forEach(chat -> chat.beginTalk(plan.rate()));
    sleep(plan.warmUpSeconds());
    running.forEach(RunningChat::endTalk);
    for (int round = 1; round <= plan.rounds(); round++) {
      for (RunningChat chat : running) {
        tell(
            "the whole chat on %s, round %d of %d"
                .formatted(nodes(chat.count()), round, plan.rounds()));
        chat.measure(plan.rate(), plan.seconds());
      }
    }
    tell("the whole chat at rest");
    return costs();
  }

  private List<ChatCost> costs() throws InterruptedException {
    List<ChatCpu> before = running.stream().map(RunningChat::cpu).toList();
    long start = System.nanoTime();
    sleep(plan.seconds());
    List<ChatCpu> after = running.stream().map(RunningChat::cpu).toList();
    double took = (System.nanoTime() - start) / 1e9;
    var costs = new ArrayList<ChatCost>();
    for (int i = 0; i < running.size(); i++) {
      costs.add(running.get(i).cost(after.get(i).since(before.get(i)).allNodes() / took));
    }
    return costs;
  }

  private static void sleep(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1_000));
  }

  private static String nodes(int count) {
    return count == 1 ? "1 node" : count + " nodes";
  }

  private void tell(String line) {
    progress.println(line);
    progress.flush();
  }

  @Override
  public void close() {
    running.forEach(RunningChat::close);
    DemoServer.remove(folder);
  }
}
