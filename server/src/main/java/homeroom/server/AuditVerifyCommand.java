// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.audit.AuditChain;
import homeroom.chat.audit.AuditCheck;
import homeroom.chat.audit.AuditEntry;
import homeroom.chat.audit.AuditLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./homeroom audit verify}: whether nothing was changed, removed or put in. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that no entry of the audit was changed, removed or put in.",
      "It prints the head of each chain. A head that was noted elsewhere also shows what was cut"
          + " off at the end: --head."
    })
final class AuditVerifyCommand implements Callable<Integer> {

  private static final int PAGE = 1_000;

  /** A head as it is printed. */
  private record Head(AuditChain chain, long seq, String hash) {}

  @Mixin private DataOption data = new DataOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "What audit export printed; without one, the store itself.")
  private @Nullable Path file;

  @Option(
      names = "--head",
      paramLabel = "CHAIN:SEQ:HASH",
      description = "A head as it was printed before; may be given several times.")
  private List<String> heads = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Map<AuditChain, AuditCheck> checks = new TreeMap<>();
    for (String text : heads) {
      Head head = head(text);
      var check = new AuditCheck(head.chain()).expect(head.seq(), head.hash());
      checks.put(head.chain(), check);
    }
    Path lines = file;
    if (lines != null) {
      readFile(lines, checks);
    } else {
      try (OpenStores opened = data.find().store().open()) {
        readStore(opened.stores().audit(), checks);
      }
    }
    boolean whole = true;
    for (Map.Entry<AuditChain, AuditCheck> each : checks.entrySet()) {
      whole &= say(each.getKey(), each.getValue());
    }
    return whole ? 0 : 1;
  }

  private static void readFile(Path file, Map<AuditChain, AuditCheck> checks) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank()) {
          AuditEntry entry = AuditLines.entry(line);
          checks.computeIfAbsent(entry.event().chain(), AuditCheck::new).add(entry);
        }
      }
    }
  }

  private static void readStore(AuditLog audit, Map<AuditChain, AuditCheck> checks) {
    for (AuditChain chain : audit.chains()) {
      AuditCheck check = checks.computeIfAbsent(chain, AuditCheck::new);
      List<AuditEntry> page = audit.entries(chain, 0, PAGE);
      while (!page.isEmpty()) {
        page.forEach(check::add);
        page = audit.entries(chain, page.getLast().seq(), PAGE);
      }
    }
  }

  private boolean say(AuditChain chain, AuditCheck check) {
    Optional<String> wrong = check.wrong();
    PrintWriter out = spec.commandLine().getOut();
    if (wrong.isPresent()) {
      out.printf("%s  BROKEN  %s%n", chain, wrong.get());
    } else {
      out.printf("%s  whole  %s:%d:%s%n", chain, chain.name(), check.seq(), check.hash());
    }
    out.flush();
    return wrong.isEmpty();
  }

  /** Ids have colons too, so it is read from its end. */
  private Head head(String text) {
    int hash = text.lastIndexOf(':');
    int seq = hash < 1 ? -1 : text.lastIndexOf(':', hash - 1);
    try {
      if (seq >= 0) {
        return new Head(
            new AuditChain(text.substring(0, seq)),
            Long.parseLong(text.substring(seq + 1, hash)),
            text.substring(hash + 1));
      }
    } catch (NumberFormatException e) {
      throw new ParameterException(spec.commandLine(), "--head is CHAIN:SEQ:HASH.", e);
    }
    throw new ParameterException(spec.commandLine(), "--head is CHAIN:SEQ:HASH.");
  }
}
