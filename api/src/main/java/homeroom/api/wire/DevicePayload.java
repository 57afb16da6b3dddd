// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.people.Device;
import homeroom.chat.session.SignIn;

/** A sign-in on the wire. */
@Description("A device that somebody signed in with.")
public record DevicePayload(
    @Id @Description("The claim jti of its access token.") @JsonProperty("_id") String id,
    @Id String userId,
    @Description("Whether it is still signed in.") boolean active,
    @Time @Description("When it signed in.") String signedInAt,
    @Time @Description("When its access token ends by itself.") String expiresAt,
    @Description("The network it signed in from.") String network,
    @Description("What its program called itself (User-Agent); may be empty.") String device) {

  public static DevicePayload of(Device device) {
    SignIn signIn = device.signIn();
    return new DevicePayload(
        signIn.id(),
        signIn.userId().value(),
        device.active(),
        WireTime.of(signIn.at()),
        WireTime.of(signIn.expiresAt()),
        signIn.network(),
        signIn.device());
  }
}
