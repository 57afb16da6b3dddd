// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What the JVM may take, and why, in the line that a server says of it when it starts. */
final class JvmSettings {

  private final HotSpotDiagnosticMXBean jvm;

  JvmSettings() {
    this.jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
  }

  /** Heap and collector, each with its reason. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "Memory: heap up to %d MB (%s), %s. HOMEROOM_JAVA_OPTS changes it.",
        Runtime.getRuntime().maxMemory() >> 20,
        isTold("MaxHeapSize") || isTold("MaxRAMPercentage")
            ? "as told"
            : "a quarter of this machine's",
        collector());
  }

  private String collector() {
    int processors = Runtime.getRuntime().availableProcessors();
    if (isOn("UseSerialGC")) {
      return "serial collector (smallest; %d processor%s)"
          .formatted(processors, processors == 1 ? "" : "s");
    }
    return isOn("UseG1GC")
        ? "G1 collector (short pauses; %d processors)".formatted(processors)
        : "another collector (as told)";
  }

  private boolean isOn(String option) {
    return Boolean.parseBoolean(jvm.getVMOption(option).getValue());
  }

  private boolean isTold(String option) {
    VMOption.Origin origin = jvm.getVMOption(option).getOrigin();
    return origin == VMOption.Origin.VM_CREATION || origin == VMOption.Origin.ENVIRON_VAR;
  }
}
