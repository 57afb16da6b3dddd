// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.imports.RosterImport;

/** An import that became the roster of a school. */
@Description("An import that became the roster of the school.")
public record HealthImportPayload(
    @Id @JsonProperty("_id") String id,
    @Description("What the files came from.") String source,
    @Time String at,
    @Description("Whether all of it stands in the roster: until then it is read through.")
        boolean done,
    @Description("What it changed, in words.") String changed) {

  public static HealthImportPayload of(RosterImport made) {
    return new HealthImportPayload(
        made.id(),
        made.source(),
        WireTime.of(made.at()),
        made.state() == RosterImport.State.DONE,
        made.counts().toString());
  }
}
