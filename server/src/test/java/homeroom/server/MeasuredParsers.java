// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import homeroom.rosterfiles.RosterFileLimits;
import homeroom.rosterfiles.RosterFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Parsers of what comes in files, or at the end of a long way, for who loads them once more. */
public final class MeasuredParsers {

  private MeasuredParsers() {}

  /** A ZIP with that one file of a roster. */
  public static void rosterFile(String name, String text) throws IOException {
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(UTF_8));
      out.closeEntry();
    }
    rosterZip(zip.toByteArray());
  }

  /** What should be a ZIP. */
  public static void rosterZip(byte[] bytes) throws IOException {
    var _ = new RosterFiles(RosterFileLimits.DEFAULT).read(new ByteArrayInputStream(bytes));
  }

  /** What a browser brings back from an identity provider. */
  public static void callback(String query) {
    try {
      var _ = AuthenticationResponseParser.parse(URI.create("https://school.example/?" + query));
    } catch (ParseException | IllegalArgumentException none) {
      // that is an answer, too
    }
  }
}
