// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import java.lang.Character.UnicodeScript;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The words that a message is found by, each once and folded. Between two characters that are no
 * part of a word one ends. Of languages written without spaces, where only a dictionary knows that,
 * every place in a sentence begins a word, of two characters or, where letters are small parts of
 * words, of three. Emoji are words; of one that is made of several, each of these.
 */
public final class Words {

  /** In UTF-16 units; of a longer word only so much is kept, and asked for. */
  private static final int MAX_LENGTH = 64;

  /** What characters make words in the same way. */
  private enum Kind {
    LETTERS,
    /** Two characters are a word. */
    SYLLABLES,
    /** Three are. */
    SMALL_LETTERS,
    EMOJI,
    /** Two regional indicators are a flag. */
    FLAGS,
    NONE
  }

  private Words() {}

  /** The words that the text is kept under. */
  public static List<String> of(String text) {
    return collect(text, false);
  }

  /** What each must be the beginning of a word of the text, for the text to be found by this. */
  public static List<String> asked(String search) {
    return collect(search, true);
  }

  private static List<String> collect(String text, boolean asked) {
    int[] points = Folding.fold(text).codePoints().toArray();
    var words = new LinkedHashSet<String>();
    int begin = 0;
    Kind kind = Kind.NONE;
    for (int at = 0; at <= points.length; at++) {
      Kind next = at == points.length ? Kind.NONE : kind(points[at], kind);
      if (next != kind) {
        add(words, points, begin, at, kind, asked);
        begin = at;
        kind = next;
      }
    }
    return List.copyOf(words);
  }

  private static void add(
      SequencedSet<String> words, int[] points, int begin, int end, Kind kind, boolean asked) {
    switch (kind) {
      case LETTERS -> addLetters(words, points, begin, end, asked);
      case SYLLABLES -> addParts(words, points, begin, end, 2, asked);
      case SMALL_LETTERS -> addParts(words, points, begin, end, 3, asked);
      case EMOJI -> {
        for (int i = begin; i < end; i++) {
          words.add(text(points, i, i + 1));
        }
      }
      case FLAGS -> {
        for (int i = begin; i < end; i += 2) {
          words.add(text(points, i, Math.min(i + 2, end)));
        }
      }
      case NONE -> {}
    }
  }

  /** With non-joiners in it, a word is found by its parts too, and asked for without them. */
  private static void addLetters(
      SequencedSet<String> words, int[] points, int begin, int end, boolean asked) {
    var whole = new StringBuilder(end - begin);
    int part = begin;
    for (int i = begin; i < end; i++) {
      if (points[i] != Folding.NON_JOINER) {
        whole.appendCodePoint(points[i]);
      } else {
        addPart(words, points, part, i, asked);
        part = i + 1;
      }
    }
    if (part > begin) {
      addPart(words, points, part, end, asked);
    }
    if (!whole.isEmpty()) {
      words.add(bounded(whole.toString()));
    }
  }

  private static void addPart(
      SequencedSet<String> words, int[] points, int begin, int end, boolean asked) {
    if (!asked && begin < end) {
      words.add(bounded(text(points, begin, end)));
    }
  }

  /** From each place; what is asked for needs none that is shorter than it could be. */
  private static void addParts(
      SequencedSet<String> words, int[] points, int begin, int end, int length, boolean asked) {
    int last = asked ? Math.max(begin, end - length) : end - 1;
    for (int i = begin; i <= last; i++) {
      words.add(text(points, i, Math.min(i + length, end)));
    }
  }

  private static Kind kind(int c, Kind before) {
    boolean inWord =
        before == Kind.LETTERS || before == Kind.SYLLABLES || before == Kind.SMALL_LETTERS;
    if (c == Folding.NON_JOINER) {
      return before == Kind.LETTERS ? before : Kind.NONE;
    }
    if (Unicode.isMark(c)) {
      return inWord ? before : Kind.LETTERS;
    }
    if (Unicode.isIn(c, 0x1f1e6, 0x1f1ff)) {
      return Kind.FLAGS;
    }
    if (Character.isLetter(c) || isNumber(c) || Character.getType(c) == Character.PRIVATE_USE) {
      return kindOfLetter(c);
    }
    return Character.isExtendedPictographic(c) ? Kind.EMOJI : Kind.NONE;
  }

  private static Kind kindOfLetter(int c) {
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, HANGUL, YI -> Kind.SYLLABLES;
      case THAI, LAO, KHMER, MYANMAR -> Kind.SMALL_LETTERS;
      // What lengthens and repeats syllables of Japanese is of no script of its own.
      default -> Unicode.isIn(c, 0x3001, 0x30ff) ? Kind.SYLLABLES : Kind.LETTERS;
    };
  }

  private static boolean isNumber(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static String text(int[] points, int begin, int end) {
    return new String(points, begin, end - begin);
  }

  private static String bounded(String word) {
    if (word.length() <= MAX_LENGTH) {
      return word;
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(MAX_LENGTH - 1));
    return word.substring(0, splitsPair ? MAX_LENGTH - 1 : MAX_LENGTH);
  }
}
