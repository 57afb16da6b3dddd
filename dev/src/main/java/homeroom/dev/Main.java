// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Started by the launcher with the folder of the checkout, and the arguments that it got itself.
 * The exit code is 0 if all went well, 1 if tests failed, or sources do not compile or are not
 * formatted.
 */
final class Main {

  private static final String USAGE =
      """
      ./homeroom dev test NAME...      compiles what changed and runs the tests of NAME: a module,
                                       a class, or Class#method
      ./homeroom dev demo [OPTION...]  compiles what changed and starts the demo anew\
      """;

  private final Checkout checkout;

  private Main(Checkout checkout) {
    this.checkout = checkout;
  }

  public static void main(String[] arguments) {
    var main = new Main(new Checkout(Path.of(arguments[0])));
    int code;
    try {
      code = main.run(List.of(arguments).subList(1, arguments.length));
    } catch (Failure e) {
      System.err.println(e.getMessage());
      code = 1;
    }
    System.exit(code);
  }

  private int run(List<String> arguments) {
    Checkout.create(checkout.kept());
    List<String> more = arguments.subList(Math.min(2, arguments.size()), arguments.size());
    return switch (String.join(" ", arguments.subList(0, arguments.size() - more.size()))) {
      case "dev test" -> test(more);
      case "dev demo" -> demo(more);
      case "package" -> new Packaging(checkout, checkout.pom().version()).run();
      case "docs" -> new Site(checkout).run();
      case "versions" -> new Versions(checkout).run();
      case "format" -> new Formatting(checkout, classPaths()).run(false);
      case "format --check" -> new Formatting(checkout, classPaths()).run(true);
      case String full when full.equals("test") || full.startsWith("test ") ->
          verify(arguments.subList(1, arguments.size()));
      default -> throw new Failure(USAGE);
    };
  }

  private int verify(List<String> arguments) {
    var test = new Verification(checkout);
    arguments.forEach(test::select);
    return test.run();
  }

  private int test(List<String> names) {
    if (names.isEmpty()) {
      throw new Failure("Say which: ./homeroom dev test chat, or ./homeroom dev test GroupTest");
    }
    Compilation compilation = compilation();
    var run = new TestRun(checkout, compilation);
    names.forEach(run::select);
    alone(run::compile);
    if (run.needsPage()) {
      buildPage();
    }
    compilation.close();
    return run.run() ? 0 : 1;
  }

  private int demo(List<String> arguments) {
    Compilation compilation = compilation();
    var demo = new Demo(checkout, compilation);
    alone(demo::compile);
    buildPage();
    compilation.close();
    return demo.run(arguments);
  }

  /** What browsers get; it is built only if something of it is new. */
  private void buildPage() {
    Path web = checkout.root().resolve("web");
    var build = new ProcessBuilder("sh", "build.sh").directory(web.toFile()).inheritIO();
    if (Processes.run(build) != 0) {
      throw new Failure("The web client does not build; the lines above say why.");
    }
  }

  private Compilation compilation() {
    return new Compilation(classPaths(), checkout.pom().warnings());
  }

  private ClassPaths classPaths() {
    var classPaths = new AtomicReference<ClassPaths>();
    alone(() -> classPaths.set(ClassPaths.upToDate(checkout)));
    return classPaths.get();
  }

  /** Two loops of one checkout write their classes one after the other. */
  private void alone(Runnable work) {
    Path file = checkout.kept().resolve("lock");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
