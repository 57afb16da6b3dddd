// SPDX-License-Identifier: Apache-2.0
package homeroom.server.work;

import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * How many steps the classes of a {@link CountingLoader} took: calls of their methods, turns of
 * their loops, and characters that strings and regular expressions looked at on their behalf.
 * Called by what that loader wrote into them.
 */
public final class Steps {

  private static final LongAdder TAKEN = new LongAdder();

  private Steps() {}

  static long taken() {
    return TAKEN.sum();
  }

  /** A method begins, or a loop turns. */
  public static void step() {
    TAKEN.increment();
  }

  /** A method of a string begins, which may look at all of it. */
  public static void string(String receiver) {
    TAKEN.add(1 + receiver.length());
  }

  /** What a regular expression is applied to. */
  public static CharSequence counted(CharSequence text) {
    return new Counted(text);
  }

  // In the place of the methods of String that look at a part of it, or apply a regular expression.

  public static String substring(String text, int begin) {
    return substring(text, begin, text.length());
  }

  public static String substring(String text, int begin, int end) {
    String part = text.substring(begin, end);
    string(part);
    return part;
  }

  public static int indexOf(String text, int character) {
    return indexOf(text, character, 0);
  }

  public static int indexOf(String text, int character, int from) {
    return found(text, from, text.indexOf(character, from));
  }

  public static int indexOf(String text, String part) {
    return indexOf(text, part, 0);
  }

  public static int indexOf(String text, String part, int from) {
    return found(text, from, text.indexOf(part, from));
  }

  public static int lastIndexOf(String text, int character, int from) {
    int found = text.lastIndexOf(character, from);
    TAKEN.add(1 + from - Math.max(0, found));
    return found;
  }

  private static int found(String text, int from, int found) {
    TAKEN.add(1 + Math.max(0, (found < 0 ? text.length() : found) - from));
    return found;
  }

  public static boolean matches(String text, String regex) {
    return Pattern.compile(regex).matcher(counted(text)).matches();
  }

  public static String replaceAll(String text, String regex, String replacement) {
    return Pattern.compile(regex).matcher(counted(text)).replaceAll(replacement);
  }

  public static String replaceFirst(String text, String regex, String replacement) {
    return Pattern.compile(regex).matcher(counted(text)).replaceFirst(replacement);
  }

  public static String[] split(String text, String regex) {
    return split(text, regex, 0);
  }

  /** One character is no regular expression for {@link String#split}. */
  public static String[] split(String text, String regex, int limit) {
    if (regex.length() == 1) {
      string(text);
      return text.split(regex, limit);
    }
    return Pattern.compile(regex).split(counted(text), limit);
  }

  private record Counted(CharSequence text) implements CharSequence {

    @Override
    public char charAt(int index) {
      TAKEN.increment();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
