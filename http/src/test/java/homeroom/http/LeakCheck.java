// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class after which Netty reports a buffer that nobody released. */
final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

  private static final Duration COLLECTION_LIMIT = Duration.ofSeconds(20);

  private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

  @Override
  public void beforeAll(ExtensionContext context) {
    reports.start();
    log().addAppender(reports);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    collectGarbage();
    // Reports are made when the next buffer is taken.
    ByteBufAllocator.DEFAULT.directBuffer(1).release();
    log().detachAppender(reports);
    assertThat(reports.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
  }

  /** Returns when garbage made before is known to be garbage. */
  private static void collectGarbage() {
    var marker = new WeakReference<>(new Object());
    Awaitility.await()
        .atMost(COLLECTION_LIMIT)
        .until(() -> {
          System.gc();
          return marker.refersTo(null);
        });
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  }
}
