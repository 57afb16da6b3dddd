// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** A file of XML, asked by XPath. */
final class Xml {

  private static final XPath XPATH = XPathFactory.newInstance().newXPath();

  private final Document document;

  private Xml(Document document) {
    this.document = document;
  }

  static Xml read(Path file) {
    try {
      return new Xml(
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new Failure("Cannot read " + file + ": " + e.getMessage());
    }
  }

  /** Of elements or attributes, in their order. */
  List<String> texts(String path) {
    return nodes(path).stream().map(node -> node.getTextContent().trim()).toList();
  }

  /** Of elements, by their names. */
  Map<String, String> named(String path) {
    var values = new LinkedHashMap<String, String>();
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
