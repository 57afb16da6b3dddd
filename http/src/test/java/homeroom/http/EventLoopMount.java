// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.function.Consumer;

/** A mount of one function, for bodies of up to 1 000 bytes. */
record EventLoopMount(Consumer<Exchange> function) implements Mount {

  @Override
  public int maxBodyBytes() {
    return 1_000;
  }

  @Override
  public void handle(Exchange exchange) {
    function.accept(exchange);
  }
}
