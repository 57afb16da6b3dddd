// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.message.Message;
import org.junit.jupiter.api.Test;

/** How every store is asked whether it takes writes. */
public interface ProbeContract extends StoresContract {

  @Test
  default void aProbeChangesNothingThatAnybodyReads() {
    Fixtures s = school();
    var group = s.group("Maths", s.ada, s.bob);
    Message message = s.send(group, s.ada, "hello");
    var conversation = stores().conversations().conversation(s.schoolId(), group.id());
    long version = stores().roster().version();
    var epoch = stores().epochs().epoch();
    for (int i = 0; i < 3; i++) {
      stores().probe();
      secondStores().probe();
    }
    assertThat(stores().roster().version()).isEqualTo(version);
    assertThat(stores().epochs().epoch()).isEqualTo(epoch);
    assertThat(stores().conversations().conversation(s.schoolId(), group.id()))
        .isEqualTo(conversation);
    assertThat(stores().messages().message(s.schoolId(), message.id())).contains(message);
  }
}
