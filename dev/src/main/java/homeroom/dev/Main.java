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
 * Started by the launcher with the folder of the checkout, the command of Maven, what to do, and
 * its arguments. The exit code is 0 if it went well, 1 if tests failed or sources do not compile.
 */
final class Main {

  private final Checkout checkout;
  private final String maven;

  private Main(Checkout checkout, String maven) {
    this.checkout = checkout;
    this.maven = maven;
  }

  public static void main(String[] arguments) {
    var main = new Main(new Checkout(Path.of(arguments[0])), arguments[1]);
    int code;
    try {
      code = main.run(arguments[2], List.of(arguments).subList(3, arguments.length));
    } catch (Failure e) {
      System.err.println(e.getMessage());
      code = 1;
    }
    System.exit(code);
  }

  private int run(String command, List<String> arguments) {
    return switch (command) {
      case "test" -> test(arguments);
      case "demo" -> demo(arguments);
      default -> throw new Failure("./homeroom dev test NAME, or ./homeroom dev demo");
    };
  }

  private int test(List<String> names) {
    if (names.isEmpty()) {
      throw new Failure("Say which: ./homeroom dev test chat, or ./homeroom dev test GroupTest");
    }
    Compilation compilation = compilation();
    var run = new TestRun(checkout, compilation);
    names.forEach(run::select);
    alone(run::compile);
    compilation.close();
    return run.run() ? 0 : 1;
  }

  private int demo(List<String> arguments) {
    Compilation compilation = compilation();
    var demo = new Demo(checkout, compilation);
    alone(demo::compile);
    compilation.close();
    return demo.run(arguments);
  }

  private Compilation compilation() {
    Checkout.create(checkout.kept());
    var classPaths = new AtomicReference<ClassPaths>();
    alone(() -> classPaths.set(ClassPaths.upToDate(checkout, maven)));
    return new Compilation(classPaths.get(), checkout.pom().warnings());
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
