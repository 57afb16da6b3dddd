// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Results;
import homeroom.bench.server.Cores;
import homeroom.bench.server.OpenFiles;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom bench cluster}: what a delivery costs where several nodes share a Redis. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what several nodes cost that tell each other over Redis.",
      "",
      "Two processors show no scaling, so it is the cost that is measured: the CPU",
      "per delivery of every process, nodes and Redis, with 1, 2 and 3 nodes and",
      "the members of a room spread evenly over them. Beside Homeroom's sockets",
      "and bus, without a store and receipts, stands socket.io on Node.js with its",
      "adapter for Redis streams and with the one for sharded pub/sub, in the same",
      "rounds. All servers are alive at once on the first processor, the load is on",
      "the second.",
      "",
      "From it follows what a message costs when it is said, for each node that",
      "hears it and for each member who gets it (least squares), and what that",
      "means for a million users on 100 nodes, with and without routing by school.",
      "For latency from node to node, messages come at a fixed rate that makes",
      "10,000 deliveries a second on the most nodes.",
      "",
      "The whole chat stands without a peer: 'serve --cluster' on the least and the",
      "most of those numbers of nodes, with a store and receipts, and people who write",
      "at a fixed rate. Its store is in memory and only speaks MongoDB's protocol, so",
      "that the CPU of the nodes counts there, and times are that store's.",
      "",
      "It needs Debian's package redis-server (7 or newer), and npm for the peers.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./homeroom bench cluster           all of it: about twelve minutes",
      "  ./homeroom bench cluster --quick   is everything in place? a minute",
      "  ./homeroom bench cluster --only homeroom --nodes 1,2 --rooms 30",
      "  ./homeroom bench cluster --only chat --rate 100   the whole chat: two minutes"
    })
public final class ClusterCommand implements Callable<Integer> {

  private static final int QUICK_ROUNDS = 1;
  private static final double QUICK_SECONDS = 0.3;
  private static final int MOST_NODES = 8;

  /** The one of {@code --only} that is no relay. */
  private static final String CHAT = "chat";

  private static final int LEAST_STUDENTS = 30;
  private static final int MOST_STUDENTS = 6_000;
  private static final double CHAT_WARM_UP_SECONDS = 20;
  private static final int CHAT_ROUNDS = 3;
  private static final double CHAT_SECONDS = 8;

  /** Slots of a load. */
  private static final int MOST_OUTSTANDING = 32;

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "homeroom,streams,sharded,chat",
      paramLabel = "WHAT",
      description =
          "What is measured: the relays homeroom, streams and sharded, which are the two adapters"
              + " of socket.io, and the whole chat (default: all four).")
  private List<String> only = List.of();

  @Option(
      names = "--nodes",
      split = ",",
      defaultValue = "1,2,3",
      paramLabel = "NODES",
      description = "Numbers of nodes, 1 to 8 (default: 1,2,3).")
  private List<Integer> nodes = List.of();

  @Option(
      names = "--rooms",
      split = ",",
      defaultValue = "30,200,1000",
      paramLabel = "MEMBERS",
      description = "Sizes of rooms (default: 30,200,1000).")
  private List<Integer> rooms = List.of();

  @Option(
      names = "--window",
      defaultValue = "6",
      paramLabel = "MESSAGES",
      description =
          "Messages outstanding in a room, 1 to 32; a multiple of all numbers of nodes has each"
              + " node's members say as many (default: 6).")
  private int window;

  @Option(
      names = "--rounds",
      defaultValue = "6",
      description = "Rounds that count, after two to warm up (default: 6).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "1.2",
      description = "How long each relay is measured under each load (default: 1.2).")
  private double seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "150",
      paramLabel = "SECONDS",
      description =
          "How long all nodes on the JVM are busy at once before the rounds, so that their compiler"
              + " is at its end (default: 150).")
  private double warmUp;

  @Option(
      names = "--students",
      defaultValue = "300",
      description = "Of the school of the whole chat, 30 to 6000 (default: 300).")
  private int students;

  @Option(
      names = "--rate",
      defaultValue = "40",
      paramLabel = "MESSAGES",
      description = "A second, of the whole chat (default: 40).")
  private double rate;

  @Option(
      names = "--quick",
      description =
          "One round of 0.3 s each without warming up, to see that everything works; not for"
              + " figures.")
  private boolean quick;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Writes the page of results to this file, too.")
  private @Nullable Path page;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    require(
        "Linux".equals(System.getProperty("os.name")), "This reads /proc: it runs on Linux only.");
    Workshop.obstacleToNodes()
        .ifPresent(why ->
            refuse(
                "Several nodes need Redis, and "
                    + why
                    + ": install Debian's package redis-server."));
    ClusterPlan plan = plan(out);
    Optional<ChatNodesPlan> chatPlan = chatPlan(plan.nodes());
    require(!plan.relays().isEmpty() || chatPlan.isPresent(), "There is nothing to measure.");
    requirePage();
    int connections =
        Math.max(plan.connections(), chatPlan.map(ChatNodesPlan::connections).orElse(0));
    OpenFiles.obstacleTo(connections).ifPresent(this::refuse);
    Path folder = Path.of(System.getProperty("homeroom.bench.folder", "bench")).toAbsolutePath();
    var workshop = new Workshop(folder, List.of());
    Machine machine = Machine.here();
    Cores cores = Cores.ofThisMachine();
    for (Relay relay : plan.relays()) {
      out.println("Preparing " + relay + " ...");
      out.flush();
      relay.prepare(workshop);
    }
    cores.moveLoad();
    List<ChatCost> chat = chatPlan.isEmpty() ? List.of() : run(chatPlan.get(), workshop, cores);
    List<ClusterSample> samples = plan.relays().isEmpty() ? List.of() : run(plan, workshop, cores);
    var results = new Results(folder.resolve("results"), Clock.systemUTC());
    String section = chatPlan.map(its -> new ChatReport(its, chat).section()).orElse("");
    tell(
        new Numbers(machine, plan, ClusterSummary.of(samples), samples, chat),
        section,
        cores,
        results);
    return 0;
  }

  private List<ChatCost> run(ChatNodesPlan plan, Workshop workshop, Cores cores) throws Exception {
    try (var chat = new ChatOnNodes(plan, workshop, cores, spec.commandLine().getOut())) {
      return chat.run();
    }
  }

  private List<ClusterSample> run(ClusterPlan plan, Workshop workshop, Cores cores)
      throws Exception {
    try (var cluster = new ClusterBench(plan, workshop, cores, spec.commandLine().getOut())) {
      return cluster.run();
    }
  }

  /** Of the least and the most nodes; empty if it is not asked for. */
  private Optional<ChatNodesPlan> chatPlan(List<Integer> counts) {
    require(students >= LEAST_STUDENTS && students <= MOST_STUDENTS, "--students is 30 to 6000.");
    require(rate > 0, "--rate is more than 0.");
    if (!only.contains(CHAT)) {
      return Optional.empty();
    }
    return Optional.of(
        new ChatNodesPlan(
            Stream.of(counts.getFirst(), counts.getLast()).distinct().toList(),
            students,
            rate,
            quick ? QUICK_SECONDS : CHAT_WARM_UP_SECONDS,
            quick ? QUICK_ROUNDS : CHAT_ROUNDS,
            quick ? QUICK_SECONDS : CHAT_SECONDS));
  }

  /** Known before all is measured, not after. */
  private void requirePage() {
    if (page != null) {
      Path folder = page.toAbsolutePath().getParent();
      require(
          folder != null && Files.isWritable(folder) && !Files.isDirectory(page),
          "--page: " + page + " cannot be written.");
    }
  }

  private ClusterPlan plan(PrintWriter out) {
    require(rounds > 0 && seconds > 0, "--rounds and --seconds are more than 0.");
    require(warmUp >= 0, "--warm-up is not less than 0.");
    require(
        nodes.stream().allMatch(count -> count >= 1 && count <= MOST_NODES),
        "--nodes are 1 to " + MOST_NODES + ".");
    int most = nodes.stream().mapToInt(Integer::intValue).max().orElse(1);
    require(
        rooms.stream().allMatch(size -> size >= most),
        "--rooms have at least a member for each node.");
    require(
        window >= 1 && window <= MOST_OUTSTANDING,
        "--window is 1 to " + MOST_OUTSTANDING + " messages.");
    return new ClusterPlan(
        relays(out),
        nodes.stream().distinct().sorted().toList(),
        rooms.stream().distinct().sorted().toList(),
        window,
        quick ? QUICK_SECONDS : warmUp,
        quick ? QUICK_ROUNDS : rounds,
        quick ? QUICK_SECONDS : seconds);
  }

  /** Those asked for that this machine can run; says which it cannot. */
  private List<Relay> relays(PrintWriter out) {
    List<Relay> chosen = new ArrayList<>();
    for (String title : only.stream().filter(one -> !one.equals(CHAT)).toList()) {
      Relay relay = relay(title);
      relay.obstacle().ifPresent(why -> out.println("Without " + title + ": " + why + "."));
      if (relay.obstacle().isEmpty() && !chosen.contains(relay)) {
        chosen.add(relay);
      }
    }
    return chosen;
  }

  private Relay relay(String title) {
    try {
      return Relay.of(title);
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(spec.commandLine(), "--only: " + unknown.getMessage());
    }
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      refuse(otherwise);
    }
  }

  private void refuse(String why) {
    throw new ParameterException(spec.commandLine(), why);
  }

  /** All that is known, for programs. */
  record Numbers(
      Machine machine,
      ClusterPlan plan,
      ClusterSummary summary,
      List<ClusterSample> samples,
      List<ChatCost> chat) {}

  private void tell(Numbers numbers, String chat, Cores cores, Results results) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    var report = new ClusterReport(numbers.plan(), numbers.summary(), chat);
    String markdown = report.markdown(numbers.machine(), cores);
    out.println();
    out.println(report.tables());
    out.println(report.verdict());
    Path saved = results.save("cluster", numbers, markdown);
    out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
    if (page != null) {
      var _ = Files.writeString(page, markdown);
      out.println("The page is " + page + ", too.");
    }
    out.flush();
  }
}
