// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Writes JSON with a placeholder for each piece of binary data, wherever a serializer has one, and
 * keeps the data as attachments.
 */
final class PlaceholderGenerator extends JsonGeneratorDelegate {

  private final List<byte[]> attachments = new ArrayList<>(0);

  PlaceholderGenerator(JsonGenerator json) {
    super(json, false);
  }

  List<byte[]> attachments() {
    return attachments;
  }

  @Override
  public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
    writeStartObject();
    writeName("_placeholder").writeBoolean(true);
    writeName("num").writeNumber(attachments.size());
    writeEndObject();
    attachments.add(Arrays.copyOfRange(data, offset, offset + length));
    return this;
  }
}
