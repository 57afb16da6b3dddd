// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkout of two modules, where `shop` uses `price`. */
class CompilationTest {

  @TempDir private Path root = Path.of("");

  @BeforeEach
  void aCheckout() throws IOException {
    write(
        "pom.xml",
        "<project><modules><module>price</module><module>shop</module></modules></project>");
    for (String module : List.of("price", "shop")) {
      for (String kind : List.of("main", "test")) {
        String others = module.equals("shop") ? root.resolve("price/target/classes") + "\n" : "\n";
        write(module + "/target/dev/" + kind + ".classpath", others);
      }
    }
    write("price/src/main/java/price/Price.java", price("int of() { return CENTS * 2; }"));
    write(
        "shop/src/main/java/shop/Shop.java",
        "package shop; public class Shop { int due() { return new price.Price().of(); } }");
    write(
        "shop/src/test/java/shop/ShopTest.java",
        "package shop; class ShopTest { int due = new Shop().due(); }");
  }

  @Test
  void everythingIsCompiledOnceInOrder() {
    assertThat(compiled()).containsExactly("price", "shop", "shop (tests)");
    assertThat(compiled()).isEmpty();
  }

  @Test
  void aBodyConcernsItsModuleOnly() throws Exception {
    compiled();
    write("price/src/main/java/price/Price.java", price("int of() { return half(4); }"));
    assertThat(compiled()).containsExactly("price");
    write(
        "price/src/main/java/price/Price.java",
        price(
            "int of() { java.util.function.IntSupplier four = () -> 4; return four.getAsInt(); }"));
    assertThat(compiled()).containsExactly("price");
  }

  @Test
  void whoeverUsesAChangedSignatureIsCompiledAgain() throws Exception {
    compiled();
    write("price/src/main/java/price/Price.java", price("long of() { return 1; }"));
    assertThatThrownBy(this::compiled).isInstanceOf(Failure.class).hasMessageContaining("shop");
    write("price/src/main/java/price/Price.java", price("short of() { return 1; }"));
    assertThat(compiled()).containsExactly("price", "shop", "shop (tests)");
  }

  @Test
  void aConstantIsPartOfWhatOthersSee() throws Exception {
    compiled();
    String source = price("int of() { return CENTS * 2; }");
    write("price/src/main/java/price/Price.java", source.replace("CENTS = 5", "CENTS = 6"));
    assertThat(compiled()).containsExactly("price", "shop", "shop (tests)");
  }

  @Test
  void whatDoesNotCompileIsNotTakenForCompiled() throws Exception {
    compiled();
    String good = price("int of() { return 2; }");
    write("price/src/main/java/price/Price.java", price("int of() { return nothing; }"));
    assertThatThrownBy(this::compiled).isInstanceOf(Failure.class).hasMessageContaining("price");
    assertThatThrownBy(this::compiled).isInstanceOf(Failure.class).hasMessageContaining("price");
    write("price/src/main/java/price/Price.java", good);
    assertThat(compiled()).containsExactly("price");
  }

  @Test
  void aDeletedClassIsGone() throws Exception {
    write("price/src/main/java/price/Rebate.java", "package price; public class Rebate {}");
    write("shop/src/main/java/shop/Sale.java", "package shop; class Sale extends price.Rebate {}");
    compiled();
    Files.delete(root.resolve("price/src/main/java/price/Rebate.java"));
    assertThatThrownBy(this::compiled).isInstanceOf(Failure.class).hasMessageContaining("shop");
  }

  private List<String> compiled() {
    var checkout = new Checkout(root);
    try (var compilation = new Compilation(new ClassPaths(checkout), List.of())) {
      compilation.bringUpToDate(checkout.tests("shop"));
      return compilation.compiled().stream().map(SourceSet::toString).toList();
    }
  }

  private static String price(String method) {
    return """
    package price;
    public class Price {
      public static final int CENTS = 5;
      private int half(int of) { return of / 2; }
      public %s
    }
    """
        .formatted(method);
  }

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
