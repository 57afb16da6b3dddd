// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.io.IOException;
import java.net.URI;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.json.JSONException;
import org.jspecify.annotations.Nullable;

/** Tokens for an e-mail address and a password, which are kept in memory for the next one. */
public final class PasswordSignIn implements TokenSource {

  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final OkHttpClient http = new OkHttpClient();
  private final String url;
  private final String body;

  /**
   * @param server where the server is, with the path that a proxy may have put before it
   */
  public PasswordSignIn(URI server, String email, String password) {
    String base = server.toString();
    this.url = (base.endsWith("/") ? base : base + "/") + "authentication";
    this.body = Json.make("strategy", "local", "email", email, "password", password).toString();
  }

  @Override
  public String token() throws IOException, HomeroomException {
    Request request = new Request.Builder().url(url).post(RequestBody.create(JSON, body)).build();
    try (Response response = http.newCall(request).execute()) {
      @Nullable ResponseBody answer = response.body();
      Json json = Json.parse(answer == null ? "" : answer.string());
      if (response.isSuccessful()) {
        return json.text("accessToken");
      }
      HomeroomException refused = HomeroomException.of(json);
      if (refused.passes() && response.code() != 401) {
        throw new IOException(refused);
      }
      throw refused;
    } catch (JSONException e) {
      throw new IOException("What answers at " + url + " is no Homeroom server.", e);
    }
  }
}
