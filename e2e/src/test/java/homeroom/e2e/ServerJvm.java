// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What the JVM of a server says of itself, over JMX. Blocks. */
final class ServerJvm implements AutoCloseable {

  /** The beginnings of the names of threads that live as long as the server. */
  private static final List<String> LASTING =
      List.of("http-loop", "password-", "sqlite-", "backup", "fault-log");

  private final JMXConnector connector;
  private final MemoryMXBean memory;
  private final ThreadMXBean threads;

  private ServerJvm(JMXConnector connector) throws IOException {
    this.connector = connector;
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    this.memory =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
  }

  @SuppressWarnings("BanJNDI") // the server is our own, on this machine
  static ServerJvm of(ServerProcess server) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(server.pid()));
    try {
      var address = new JMXServiceURL(machine.startLocalManagementAgent());
      return new ServerJvm(JMXConnectorFactory.connect(address));
    } finally {
      machine.detach();
    }
  }

  /** Bytes in use after a full collection. */
  long heap() {
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** How many threads there are of each name that should last. */
  Map<String, Long> lastingThreads() {
    var names = new TreeMap<String, Long>();
    Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .map(ThreadInfo::getThreadName)
        .filter(name -> LASTING.stream().anyMatch(name::startsWith))
        .forEach(name -> names.merge(name, 1L, Long::sum));
    return names;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
