// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose bytes have to go when there is no room for more. */
class MemoryBudgetTest {

  private static final Network SCHOOL = network("192.0.2.1");
  private static final Network ELSEWHERE = network("198.51.100.7");

  private final MemoryBudget budget = new MemoryBudget(1_600_000);
  private final List<String> shed = new ArrayList<>();

  private MemoryBudget.Account user(String name) {
    return user(name, name);
  }

  private MemoryBudget.Account user(String owner, String name) {
    var account = new MemoryBudget.Account[1];
    account[0] =
        budget.connection(
            SCHOOL,
            () -> {
              shed.add(name);
              account[0].close();
            });
    account[0].belongsTo(owner);
    return account[0];
  }

  @Test
  void whatIsSlowToLetGoIsNotThereForOthers() {
    MemoryBudget.Account slow = budget.connection(SCHOOL, () -> shed.add("slow"));
    slow.belongsTo("eve");
    assertThat(slow.take(1_600_000)).isTrue();
    assertThat(user("ada").take(700_000)).isTrue();
    assertThat(shed).containsExactly("slow");
    assertThat(user("ben").take(200_000)).isFalse();
    slow.close();
    assertThat(user("ben").take(200_000)).isTrue();
  }

  @Test
  void whileMuchIsSlowToLetGoThereIsAReserveForWhoKeepsLittle() {
    MemoryBudget.Account slow = budget.connection(SCHOOL, () -> shed.add("slow"));
    slow.belongsTo("eve");
    assertThat(slow.take(1_600_000)).isTrue();
    assertThat(user("ada").take(790_000)).isTrue();
    MemoryBudget.Account ben = user("ben");
    assertThat(ben.take(MemoryBudget.LITTLE_BYTES + 1)).isFalse();
    ben.close();
    int served = 0;
    while (user("pupil " + served).take(MemoryBudget.LITTLE_BYTES)) {
      served++;
    }
    assertThat(served).isEqualTo(6); // of an eighth of the bound, and what was left before it
  }

  @Test
  void oneAloneMayHaveAllOfIt() {
    assertThat(user("ada").take(1_600_000)).isTrue();
    assertThat(budget.taken()).isEqualTo(1_600_000);
    assertThat(shed).isEmpty();
  }

  @Test
  void whoAsksForMoreThanThereIsKeepsNothing() {
    MemoryBudget.Account ada = user("ada");
    assertThat(ada.take(1_600_001)).isFalse();
    assertThat(ada.take(1)).isFalse();
    assertThat(budget.taken()).isZero();
    assertThat(budget.shed()).isOne();
  }

  @Test
  void theLargestOfWhoKeepsMostMakesRoomForSomebodyElse() {
    for (int i = 0; i < 4; i++) {
      assertThat(user("ada", "ada " + i).take(i == 2 ? 350_000 : 300_000)).isTrue();
    }
    assertThat(user("ben").take(340_000)).isTrue();
    assertThat(shed).isEmpty();

    assertThat(user("eve").take(100)).isTrue();
    assertThat(user("eve").take(20_000)).isTrue();

    assertThat(shed).containsExactly("ada 2");
  }

  @Test
  void whoFillsItIsTheOneWhoGoesHoweverManyAccountsThatTakes() {
    MemoryBudget.Account small = user("ada");
    assertThat(small.take(1_000)).isTrue();
    for (int i = 0; i < 1_000; i++) {
      var _ = user("eve", "eve").take(10_000);
    }
    assertThat(shed).hasSizeGreaterThan(700).containsOnly("eve");
    assertThat(small.take(1_000)).isTrue();
    assertThat(budget.taken()).isLessThanOrEqualTo(budget.limit());
  }

  @Test
  void strangersHaveAnEighthAndTakeFromEachOtherAlone() {
    assertThat(user("ada").take(900_000)).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(budget.stranger(SCHOOL, () -> shed.add("school")).take(2_000)).isTrue();
    }
    for (int i = 0; i < 100; i++) {
      var _ =
          budget
              .stranger(ELSEWHERE, () -> shed.add("elsewhere"))
              .take(i % 2 == 0 ? 60_000 : 50_000);
    }
    assertThat(shed).isNotEmpty().containsOnly("elsewhere");
    assertThat(budget.takenByStrangers()).isLessThanOrEqualTo(200_000);
    assertThat(budget.taken()).isGreaterThan(900_000);
  }

  @Test
  void aStrangerKeepsNextToNothingUntilSomebodySignsIn() {
    MemoryBudget.Account greedy = budget.stranger(SCHOOL, () -> {});
    assertThat(greedy.take(MemoryBudget.STRANGER_BYTES + 1)).isFalse();
    MemoryBudget.Account account = budget.stranger(SCHOOL, () -> {});
    assertThat(account.take(MemoryBudget.STRANGER_BYTES)).isTrue();
    account.belongsTo("ada");
    assertThat(account.take(1_000_000)).isTrue();
    assertThat(budget.takenByStrangers()).isZero();
  }

  @Test
  void whatIsGivenBackLeavesNothingBehind() {
    MemoryBudget.Account one = budget.stranger(SCHOOL, () -> {});
    MemoryBudget.Account other = user("ada");
    assertThat(one.take(10) && other.take(20)).isTrue();
    one.give(4);
    one.belongsTo("ben");
    one.belongsToStranger(ELSEWHERE);
    assertThat(budget.takenByStrangers()).isEqualTo(6);
    one.close();
    one.give(6);
    other.give(20);
    assertThat(budget.taken()).isZero();
    assertThat(budget.takenByStrangers()).isZero();
  }

  @Test
  void ofManyWhoKeepAsMuchOneIsShedAtATimeAndNoneIsForgotten() {
    List<MemoryBudget.Account> accounts = new ArrayList<>();
    for (int i = 0; i < 800; i++) {
      accounts.add(user("user " + i));
      assertThat(accounts.get(i).take(2_000)).isTrue();
    }
    assertThat(shed).isEmpty();
    assertThat(user("eve").take(1_000)).isTrue();
    assertThat(shed).hasSizeBetween(50, 52).doesNotContain("eve").doesNotHaveDuplicates();
    accounts.forEach(account -> account.give(2_000));
    assertThat(budget.taken()).isEqualTo(1_000);
  }

  @Test
  void aNetworkIsCalledByItsAddressOrItsFirst64Bits() {
    assertThat(SCHOOL.name()).isEqualTo("192.0.2.1");
    assertThat(network("255.255.255.255").name()).isEqualTo("255.255.255.255");
    assertThat(network("2001:db8:ffff:2::1").name()).isEqualTo("2001:db8:ffff:2::/64");
  }

  @Test
  void theNetworkOfAnIpv6AddressIsWhatASubscriberHas() {
    assertThat(network("2001:db8:1:2::1")).isEqualTo(network("2001:db8:1:2:3:4:5:6"));
    assertThat(network("2001:db8:1:2::1")).isNotEqualTo(network("2001:db8:1:3::1"));
    assertThat(network("192.0.2.1")).isNotEqualTo(network("192.0.2.2"));
  }

  static Network network(String literal) {
    return Network.of(new InetSocketAddress(InetAddress.ofLiteral(literal), 1));
  }
}
