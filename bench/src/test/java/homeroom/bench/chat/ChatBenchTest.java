package homeroom.bench.chat;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole product in a process of its own, for a moment. */
class ChatBenchTest {

  @TempDir private Path folder = Path.of("");

  private final StringWriter progress = new StringWriter();

  /** A load ends only when each message is acked and has reached every other member once. */
  @Test
  void everyMessageIsAckedAndReachesEveryOtherMemberOnce() throws Exception {
    var plan = new ChatPlan(1, List.of(100.0), 0.2, 0.5);
    var setting = new DemoServer.Setting(folder.resolve("data"), 60, Cores.shared(), List.of());
    List<Figures> figures;
    try (DemoServer server = DemoServer.start(setting)) {
      figures = new ChatBench(plan, ChatTarget.of(server), folder, new PrintWriter(progress)).run();
    }

    assertThat(figures).extracting(Figures::load).containsExactly("saturation", "100/s");
    assertThat(figures)
        .allSatisfy(each -> assertThat(each.deliveries()).isGreaterThan(each.messages()));
    assertThat(progress.toString()).contains("12 classes with 31.0 members each.");
    assertThat(ChatReport.throughput(figures).toString()).contains("| saturation |");
  }

  @Test
  void callsAreMeasuredOnStoresOfDifferentSizes() throws Exception {
    var growth = new Growth(folder, Cores.shared(), new PrintWriter(progress));
    List<Growth.Series> series;
    try (growth) {
      growth.prepare(List.of(1_500L, 3_000L));
      series = growth.run(1);
    }

    assertThat(series).hasSize(2 * GrowthCalls.NAMES.size());
    assertThat(series).allSatisfy(one -> assertThat(one.median()).isPositive());
  }
}
