// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.service.CallObserver;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.fanout.RecordKeepers;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one server. What happens is counted by its own thread, one addition for each call
 * or event and none for each receiver; the rest is asked for when somebody looks. Safe for many
 * threads.
 */
final class Metrics implements CallObserver, AutoCloseable {

  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private record Call(String transport, String call, int status) {

    /** Written out, as {@link #hashCode}: asked for each call, it is slow as a record has it. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Call one
              && status == one.status
              && call.equals(one.call)
              && transport.equals(one.transport));
    }

    @Override
    public int hashCode() {
      return 31 * call.hashCode() + status;
    }
  }

  private final PrometheusMeterRegistry registry = registry();
  private final Map<Call, Timer> calls = new ConcurrentHashMap<>();
  private final Map<Class<?>, Counter> events = new ConcurrentHashMap<>();

  /** The registry itself forgets what nobody else has. */
  private final Queue<Supplier<Number>> counted = new ConcurrentLinkedQueue<>();

  private final Counter messages =
      Counter.builder("homeroom.messages.sent").description("Messages stored.").register(registry);
  private final Timer commits =
      histogram("homeroom.store.commit", "Groups of writes, until they were durable.");
  private final Timer fanouts =
      histogram("homeroom.fanout", "Events, until they were in the outboxes of all receivers.");
  private final Timer loopDelays =
      histogram("homeroom.event.loop.delay", "How much later than due an event loop did a task.");
  private final JvmGcMetrics collections = new JvmGcMetrics();

  Metrics() {
    count("process.cpu.seconds", "Processor time of this process, in all.", Metrics::cpuSeconds);
    show(
        "system.processors",
        "Processors that this process may use.",
        Runtime.getRuntime()::availableProcessors);
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Without what has names that Prometheus does not want; the same figures have others here. */
  private static PrometheusMeterRegistry registry() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry
        .config()
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
        .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
    return registry;
  }

  private static Number cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(used -> used.toNanos() / 1e9)
        .orElse(Double.NaN);
  }

  /** Shows a figure that is asked for when somebody looks. */
  void show(String name, String about, Supplier<Number> figure) {
    Gauge.builder(name, figure).description(about).register(registry);
  }

  @Override
  public void answered(String transport, String call, int status, long nanos) {
    calls
        .computeIfAbsent(new Call(transport, call, status), this::timer)
        .record(Duration.ofNanos(nanos));
  }

  /** Counts what only grows, asked for when somebody looks. */
  void count(String name, String about, Supplier<Number> figure) {
    counted.add(figure);
    FunctionCounter.builder(name, figure, asked -> asked.get().doubleValue())
        .description(about)
        .register(registry);
  }

  /** Shows how long something takes, for whoever hands over each time in nanoseconds. */
  LongConsumer time(String name, String about) {
    Timer times = histogram(name, about);
    return nanos -> times.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A group of writes of the store. */
  void committed(long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A task of an event loop. */
  void delayed(long nanos) {
    loopDelays.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  /** The same fan-out, its events counted and timed. */
  Fanout counting(Fanout fanout) {
    return new Fanout() {
      @Override
      public void deliver(
          ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
        count(event);
        long began = System.nanoTime();
        fanout.deliver(event, users, except);
        fanouts.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
      }

      @Override
      public RecordKeepers recordKeepers() {
        return fanout.recordKeepers();
      }
    };
  }

  /** Everything, as Prometheus reads it. */
  String text() {
    return registry.scrape();
  }

  private void count(ChatEvent event) {
    if (event instanceof MessageEvent.Sent) {
      messages.increment();
    }
    events.computeIfAbsent(event.getClass(), this::counter).increment();
  }

  private Timer histogram(String name, String about) {
    return Timer.builder(name)
        .description(about)
        .serviceLevelObjectives(LATENCIES)
        .register(registry);
  }

  private Timer timer(Call call) {
    return Timer.builder("homeroom.calls")
        .description("Calls until their answer or ack was handed to the network.")
        .tag("transport", call.transport())
        .tag("call", call.call())
        .tag("status", String.valueOf(call.status()))
        .serviceLevelObjectives(LATENCIES)
        .register(registry);
  }

  private Counter counter(Class<?> event) {
    Class<?> kind = event.getEnclosingClass();
    String name = kind == null ? "" : kind.getSimpleName() + ".";
    return Counter.builder("homeroom.fanout.events")
        .description("Events told to sockets, each counted once.")
        .tag("event", name + event.getSimpleName())
        .register(registry);
  }
}
