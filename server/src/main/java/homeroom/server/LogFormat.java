// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;

/** What the log is written as; the constants are named as on the command line. */
enum LogFormat {
  text,
  json;

  private static volatile LogFormat chosen = text;

  /** Has every line from now on written so. */
  void use() {
    chosen = this;
  }

  /** The layout of the log: the one chosen. A file of logback's may name it, too. */
  public static final class Chosen extends LayoutBase<ILoggingEvent> {

    private final LogLine lines = new LogLine();
    private final LogJson objects = new LogJson();

    @Override
    public String doLayout(ILoggingEvent event) {
      return switch (chosen) {
        case text -> lines.doLayout(event);
        case json -> objects.doLayout(event);
      };
    }
  }
}
