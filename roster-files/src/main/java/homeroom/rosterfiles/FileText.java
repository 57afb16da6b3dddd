// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.Place;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of a file: UTF-8, or UTF-16 as spreadsheets write it, with or without its mark. */
final class FileText {

  private FileText() {}

  /** Null if it is no text; that is told. */
  static @Nullable String of(String file, byte[] content, Errors errors) {
    Charset charset = charset(content);
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(content))
              .toString();
      int begin = 0;
      while (begin < text.length() && text.charAt(begin) == '\uFEFF') {
        begin++;
      }
      return text.substring(begin);
    } catch (CharacterCodingException e) {
      errors.add(
          new Place(file, lineOfFault(content, charset)),
          null,
          "It is no UTF-8 text. Export it as 'CSV UTF-8'; of a spreadsheet choose that when"
              + " saving.");
      return null;
    }
  }

  private static Charset charset(byte[] content) {
    if (content.length >= 2) {
      int first = content[0] & 0xff;
      int second = content[1] & 0xff;
      if ((first == 0xff && second == 0xfe) || (first != 0 && second == 0)) {
        return StandardCharsets.UTF_16LE;
      }
      if ((first == 0xfe && second == 0xff) || (first == 0 && second != 0)) {
        return StandardCharsets.UTF_16BE;
      }
    }
    return StandardCharsets.UTF_8;
  }

  private static long lineOfFault(byte[] content, Charset charset) {
    if (!charset.equals(StandardCharsets.UTF_8)) {
      return 0;
    }
    var decoder = charset.newDecoder();
    var in = ByteBuffer.wrap(content);
    var out = java.nio.CharBuffer.allocate(content.length);
    decoder.decode(in, out, true);
    long line = 1;
    for (int i = 0; i < in.position(); i++) {
      if (content[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
