// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.http.YieldingOutput;
import tools.jackson.core.JacksonException;
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
    MAPPER.writeValue(new YieldingOutput(bytes), payload);
    return bytes.toByteArray();
  }

  public static JsonNode tree(Object payload) {
    return MAPPER.valueToTree(payload);
  }

  /**
   * Reads a JSON text.
   *
   * @throws Rejection 400 if it is none
   */
  public static JsonNode read(byte[] json) {
    try {
      JsonNode node = MAPPER.readTree(json);
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
}
