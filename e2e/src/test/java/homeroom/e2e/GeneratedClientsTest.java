// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static homeroom.e2e.ClientCheck.CLIENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What other tools make of the OpenAPI document: clients that compile and work, and no complaint.
 * The generator comes from Maven's registry, the linters from npm's, so the first run takes
 * minutes.
 */
@Tag("long")
class GeneratedClientsTest extends SharedServer {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PROGRAMS = CLIENTS.resolve("generated");
  private static final Path LINT = CLIENTS.resolve("lint");

  /** What both programs print, in other brackets. */
  private static final List<String> PRINTED =
      List.of("generated 3, generated 2", "text: edited", "deleted: true", "refused: 404");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void fetchTheDocument() throws Exception {
    Files.writeString(
        folder.resolve("openapi.json"), TypesTest.text(Rest.anonymous(server), "/openapi.json"));
  }

  @Test
  void theClientForJavaCompilesAndSignsInSendsListsAndPages() throws Exception {
    Path client = folder.resolve("java");
    generate("java", client, "--library", "native", "-p", "useSingleRequestParameter=true");
    Files.copy(PROGRAMS.resolve("Chat.java"), client.resolve("src/main/java/Chat.java"));
    maven(
        client,
        "-Dmaven.test.skip=true",
        "compile",
        "dependency:build-classpath",
        "-Dmdep.outputFile=classpath");
    String path =
        client.resolve("target/classes") + ":" + Files.readString(client.resolve("classpath"));
    assertThat(run(client, java(), "-cp", path, "Chat", server.url())).contains(PRINTED);
  }

  @Test
  void theClientForTypeScriptCompilesAndSignsInSendsListsAndPages() throws Exception {
    Path program = folder.resolve("typescript");
    generate("typescript-fetch", program.resolve("client"));
    for (String file : List.of("chat.ts", "tsconfig.json")) {
      Files.copy(PROGRAMS.resolve(file), program.resolve(file));
    }
    run(program, "node", CLIENTS.resolve("node_modules/typescript/bin/tsc").toString(), "-p", ".");
    assertThat(run(program, "node", "out/chat.js", server.url())).contains(PRINTED);
  }

  @Test
  void lintersHaveNothingToSay() throws Exception {
    Path installed = LINT.resolve("node_modules/.package-lock.json");
    Path wanted = LINT.resolve("package-lock.json");
    if (!Files.exists(installed)
        || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
      run(LINT, "npm", "ci", "--silent", "--no-audit", "--no-fund");
    }
    String document = folder.resolve("openapi.json").toString();
    assertThat(run(LINT, "npx", "redocly", "lint", document))
        .contains("is valid")
        .doesNotContain("You have"); // so and so many warnings
    assertThat(run(LINT, "npx", "spectral", "lint", "--fail-severity=warn", document))
        .contains("No results");
  }

  private void generate(String language, Path to, String... options) throws Exception {
    String version = System.getProperty("homeroom.openapi-generator", "");
    assertThat(version).as("the version that the pom names").isNotEmpty();
    maven(
        ROOT,
        "-N",
        "dependency:copy",
        "-Dartifact=org.openapitools:openapi-generator-cli:" + version,
        "-DoutputDirectory=" + folder);
    var command =
        new ArrayList<>(
            List.of(
                java(),
                "-jar",
                folder.resolve("openapi-generator-cli-" + version + ".jar").toString(),
                "generate",
                "-i",
                folder.resolve("openapi.json").toString(),
                "-g",
                language,
                "-o",
                to.toString()));
    command.addAll(List.of(options));
    run(folder, command.toArray(String[]::new));
  }

  private static void maven(Path project, String... arguments) throws Exception {
    var command =
        new ArrayList<>(List.of(ROOT.resolve("homeroom").toString(), "mvn", "-q", "-B", "-ntp"));
    command.addAll(List.of(arguments));
    run(project, command.toArray(String[]::new));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** What a command printed that ended well. */
  private static String run(Path directory, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(Map.of("REDOCLY_TELEMETRY", "off", "CI", "true"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
    return output;
  }
}
