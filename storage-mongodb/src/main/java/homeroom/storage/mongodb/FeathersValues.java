// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.school.IdFormat;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Values of another application's documents, in whichever of the usual types they stand there. */
final class FeathersValues {

  /**
   * Ids in the order in which the server has them: numbers, then texts, then ObjectIds. Others are
   * equal.
   */
  static final Comparator<BsonValue> BY_ID =
      Comparator.<BsonValue>comparingInt(FeathersValues::rank)
          .thenComparing(FeathersValues::compareAlike);

  /** Whole numbers below it are the same as a double and as a long. */
  private static final double MAX_EXACT = 1L << 53;

  private FeathersValues() {}

  /** As an id is written on the wire; null if it is none. */
  static @Nullable String id(@Nullable BsonValue stored) {
    @Nullable String text =
        switch (stored) {
          case BsonObjectId object -> object.getValue().toHexString();
          case BsonString string -> string.getValue();
          case BsonInt32 number -> Integer.toString(number.getValue());
          case BsonInt64 number -> Long.toString(number.getValue());
          case BsonDouble number when isWhole(number.getValue()) ->
              Long.toString((long) number.getValue());
          case null, default -> null;
        };
    return text != null && IdFormat.matches(text) ? text : null;
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) < MAX_EXACT;
  }

  /** "" if there is none. */
  static String text(@Nullable BsonValue stored) {
    return stored instanceof BsonString string ? string.getValue() : "";
  }

  /** A date, milliseconds, or a text of ISO 8601; null if it is none of them. */
  static @Nullable Instant time(@Nullable BsonValue stored) {
    return switch (stored) {
      case BsonDateTime date -> Instant.ofEpochMilli(date.getValue());
      case BsonNumber millis -> Instant.ofEpochMilli(millis.longValue());
      case BsonString text -> parsed(text.getValue());
      case null, default -> null;
    };
  }

  private static @Nullable Instant parsed(String text) {
    try {
      return Instant.ofEpochMilli(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** When the document says it was made, or its ObjectId does; else the beginning of all times. */
  static Instant madeAt(BsonDocument document, String field) {
    @Nullable Instant said = time(document.get(field));
    if (said != null) {
      return said;
    }
    return document.get("_id") instanceof BsonObjectId id
        ? Instant.ofEpochSecond(id.getValue().getTimestamp())
        : Instant.EPOCH;
  }

  /** The documents in a list; none if there is no list. */
  static List<BsonDocument> parts(@Nullable BsonValue stored) {
    return list(stored).stream().filter(BsonValue::isDocument).map(BsonValue::asDocument).toList();
  }

  static List<BsonValue> list(@Nullable BsonValue stored) {
    return stored instanceof BsonArray array ? array.getValues() : List.of();
  }

  /** Every way in which an id of ours may be written there. */
  static List<BsonValue> writings(String id) {
    var ways = new ArrayList<BsonValue>(List.of(new BsonString(id)));
    if (ObjectId.isValid(id)) {
      ways.add(new BsonObjectId(new ObjectId(id)));
    } else if (id.length() < 18 && id.chars().allMatch(c -> c >= '0' && c <= '9')) {
      ways.add(new BsonInt64(Long.parseLong(id)));
    }
    return ways;
  }

  private static int rank(BsonValue id) {
    return switch (id) {
      case BsonNumber _ -> 0;
      case BsonString _ -> 1;
      case BsonObjectId _ -> 2;
      default -> 3;
    };
  }

  private static int compareAlike(BsonValue one, BsonValue other) {
    return switch (one) {
      case BsonNumber number when other instanceof BsonNumber that ->
          Double.compare(number.doubleValue(), that.doubleValue());
      case BsonString text when other instanceof BsonString that ->
          Arrays.compareUnsigned(
              text.getValue().getBytes(StandardCharsets.UTF_8),
              that.getValue().getBytes(StandardCharsets.UTF_8));
      case BsonObjectId id when other instanceof BsonObjectId that -> id.compareTo(that);
      default -> 0;
    };
  }
}
