// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;

/** What the log is written as; the constants are named as on the command line. */
enum LogFormat {
  text(new LogLine()),
  json(new LogJson());

  private static volatile LogFormat chosen = text;

  private final Layout<ILoggingEvent> layout;

  LogFormat(Layout<ILoggingEvent> layout) {
    this.layout = layout;
  }

  /** Has every line from now on written so. */
  void use() {
    chosen = this;
  }

  /** The layout that logback is configured with: the one chosen. */
  public static final class Chosen extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
      return chosen.layout.doLayout(event);
    }
  }
}
