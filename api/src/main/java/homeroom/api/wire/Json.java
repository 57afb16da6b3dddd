// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.http.YieldingInput;
import homeroom.http.YieldingOutput;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the JSON of the wire. */
public final class Json {

  /** Objects and arrays may be nested this deep. */
  private static final int MAX_DEPTH = 32;

  /**
   * Names, values and brackets of one text: as many as a sync that names most conversations has
   * twice. A text of brackets alone would take thirty times its length as a tree.
   */
  private static final int MAX_TOKENS = 50_000;

  /** From so many bytes on a text is gone through before a tree is made of it. */
  private static final int LONG_BYTES = 32_768;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  /** As strict with names, and as deep as the protocol of sockets is. */
  private static final JsonMapper PACKETS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private Json() {}

  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** What reads and writes the packets of sockets: a name twice in an object is malformed. */
  public static JsonMapper packets() {
    return PACKETS;
  }

  /** A long one gives way to other virtual threads again and again. */
  public static byte[] bytes(Object payload) {
    var bytes = new ByteArrayBuilder();
    write(bytes, payload);
    return bytes.toByteArray();
  }

  /** The same, written to where it goes. */
  public static void write(OutputStream to, Object payload) {
    MAPPER.writeValue(new YieldingOutput(to), payload);
  }

  public static JsonNode tree(Object payload) {
    return MAPPER.valueToTree(payload);
  }

  /**
   * Reads a JSON text. A long one gives way to other virtual threads again and again, and what is
   * none, or has too many tokens, makes no tree: that takes many times its length.
   *
   * @throws Rejection 400 if it is none
   */
  public static JsonNode read(byte[] json) {
    try {
      JsonNode node = json.length < LONG_BYTES ? MAPPER.readTree(json) : readLong(json);
      if (!node.isMissingNode()) {
        return node;
      }
    } catch (JacksonException e) {
      throw Rejection.of(
          ErrorCode.MALFORMED_JSON,
          "The body is not JSON: it breaks off or has a wrong character at line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + "; send one JSON object.");
    }
    throw Rejection.of(ErrorCode.MALFORMED_JSON, "The body is empty; send one JSON object.");
  }

  private static JsonNode readLong(byte[] json) {
    try (JsonParser parser = MAPPER.createParser(new YieldingInput(json))) {
      while (parser.nextToken() != null) {
        // it counts, and refuses what is malformed
      }
    }
    return MAPPER.readTree(new YieldingInput(json));
  }
}
