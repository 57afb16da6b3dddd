package homeroom.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the loop reads from a {@code pom.xml} itself; class paths it has from Maven. */
final class Pom {

  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");
  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  private final Document document;

  private Pom(Document document) {
    this.document = document;
  }

  static Pom read(Path file) {
    try {
      return new Pom(
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new Failure("Cannot read " + file + ": " + e.getMessage());
    }
  }

  /** The modules of the build, in its order. */
  List<String> modules() {
    return texts("/project/modules/module");
  }

  /** What javac is told to warn of, without the plugins that Maven gives it. */
  List<String> warnings() {
    return plugin("maven-compiler-plugin", "compilerArgs/arg").stream()
        .filter(argument -> argument.startsWith("-Xlint") || argument.equals("-Werror"))
        .toList();
  }

  Map<String, String> properties() {
    return children("/project/properties/*");
  }

  /**
   * Options for the JVM of the tests, with the properties' names in them; none if not said here.
   */
  List<String> testJvmOptions() {
    var options = new ArrayList<String>();
    for (String line : plugin("maven-surefire-plugin", "argLine")) {
      options.addAll(List.of(line.trim().split("\\s+")));
    }
    return options;
  }

  /** System properties of the tests. */
  Map<String, String> testProperties() {
    return children(
        "/project/build/plugins/plugin[artifactId='maven-surefire-plugin']"
            + "/configuration/systemPropertyVariables/*");
  }

  /** Puts the values for {@code ${name}}. */
  static String resolved(String text, Map<String, String> properties) {
    return PROPERTY
        .matcher(text)
        .replaceAll(found -> {
          String value = properties.get(found.group(1));
          return Matcher.quoteReplacement(
              value == null ? found.group() : resolved(value, properties));
        });
  }

  private List<String> plugin(String name, String configuration) {
    return texts(
        "/project/build/plugins/plugin[artifactId='" + name + "']/configuration/" + configuration);
  }

  private List<String> texts(String path) {
    return nodes(path).stream().map(node -> node.getTextContent().trim()).toList();
  }

  private Map<String, String> children(String path) {
    var values = new HashMap<String, String>();
    nodes(path).forEach(node -> values.put(node.getNodeName(), node.getTextContent().trim()));
    return values;
  }

  private List<Node> nodes(String path) {
    try {
      var found = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
      var nodes = new ArrayList<Node>();
      for (int i = 0; i < found.getLength(); i++) {
        nodes.add(found.item(i));
      }
      return nodes;
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}
