// SPDX-License-Identifier: Apache-2.0
package homeroom.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What ARCHITECTURE.md names is there, and every module and package of the chat is on its map. */
class ArchitecturePageTest {

  /** A type, with or without its package, and with or without a member. */
  private static final Pattern TYPE =
      Pattern.compile("(?:[a-z]+\\.)*([A-Z]\\w+)(?:\\.([a-z]\\w*))?");

  private static String page = "";
  private static List<String> names = List.of();
  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void read() throws Exception {
    page = Files.readString(Path.of("../ARCHITECTURE.md"));
    names =
        Pattern.compile("`([^`\n]+)`")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("homeroom");
  }

  @Test
  void everyTypeAndMethodThatItNamesIsThere() {
    var missing = new TreeSet<String>();
    for (String name : names) {
      var type = TYPE.matcher(name.replaceAll("<.*>", ""));
      if (type.matches() && !isThere(type.group(1), type.group(2))) {
        missing.add(name);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPackageOfTheChatIsOnTheMap() {
    Set<String> packages =
        classes.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("homeroom.chat"))
            .map(name -> name.substring("homeroom.".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).isNotEmpty().allMatch(name -> page.contains("| `" + name + "` |"));
  }

  @Test
  void everyModuleIsOnTheMap() throws Exception {
    List<String> modules =
        Pattern.compile("<module>([^<]+)</module>")
            .matcher(Files.readString(Path.of("../pom.xml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(modules).isNotEmpty().allMatch(name -> page.contains("| `" + name + "` |"));
  }

  private static boolean isThere(String type, @Nullable String member) {
    return classes.stream()
        .filter(one -> one.getSimpleName().equals(type))
        .anyMatch(one -> member == null || has(one, member));
  }

  private static boolean has(JavaClass type, String member) {
    return type.getAllMembers().stream().map(JavaMember::getName).anyMatch(member::equals);
  }
}
