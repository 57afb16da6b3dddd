// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import homeroom.chat.school.StoreUnavailable;
import java.util.List;
import java.util.Set;

/**
 * What an error of the driver means to the caller. The driver's own exceptions are left behind:
 * their messages quote addresses, user names and values of documents; kind, code and the place
 * where it happened are kept.
 */
final class MongoErrors {

  private static final long SOON_MILLIS = 1_000;

  /**
   * Errors of the server, or of one behind it, that pass by themselves: a member or the network
   * between members is away or slow (6, 7, 89, 91, 202, 9001), there is or was no primary (133,
   * 134, 189, 10107, 11600, 11602, 13435, 13436), what the call used was ended (24, 43, 46, 175,
   * 237, 286, 11601), others wrote the same or moved it (63, 112, 150, 234, 13388), too much at
   * once or too slow (50, 64, 261, 262, 462), and a full disk (14031).
   *
   * @see <a href="https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml">the
   *     server's list</a>
   */
  private static final Set<Integer> PASSING =
      Set.of(
          6, 7, 24, 43, 46, 50, 63, 64, 89, 91, 112, 133, 134, 150, 175, 189, 202, 234, 237, 261,
          262, 286, 462, 9001, 10107, 11600, 11601, 11602, 13388, 13435, 13436, 14031);

  /** What servers and the driver call an error by that a repeat may help. */
  private static final List<String> PASSING_LABELS =
      List.of(
          "RetryableWriteError",
          "RetryableError",
          "SystemOverloadedError",
          "ResumableChangeStreamError",
          MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);

  private MongoErrors() {}

  static RuntimeException translate(MongoException error) {
    RuntimeException translated =
        mayPass(error)
            ? new StoreUnavailable(
                "MongoDB did not finish the call (%s).".formatted(kind(error)), SOON_MILLIS)
            : new MongoFault("MongoDB failed the call (%s).".formatted(kind(error)));
    translated.setStackTrace(error.getStackTrace());
    return translated;
  }

  static boolean isDuplicate(MongoException error) {
    return switch (error) {
      case MongoWriteException write ->
          write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
      case MongoBulkWriteException bulk ->
          bulk.getWriteConcernError() == null
              && !bulk.getWriteErrors().isEmpty()
              && bulk.getWriteErrors().stream()
                  .allMatch(each -> each.getCategory() == ErrorCategory.DUPLICATE_KEY);
      default -> ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY;
    };
  }

  /** Whether no server answered, as far as this error tells. */
  static boolean isAway(MongoException error) {
    return error instanceof MongoSocketException || error instanceof MongoTimeoutException;
  }

  /** The name of the error and its number, which is the server's, or negative. */
  static String kind(MongoException error) {
    return "%s, code %d".formatted(error.getClass().getSimpleName(), error.getCode());
  }

  /** Whether a repeat may help. */
  static boolean mayPass(MongoException error) {
    return switch (error) {
      case MongoSecurityException wrongCredentials -> false;
      case MongoSocketException away -> true;
      case MongoInterruptedException interrupted -> true;
      case MongoNotPrimaryException failingOver -> true;
      case MongoNodeIsRecoveringException recovering -> true;
      case MongoExecutionTimeoutException tooSlow -> true;
      case MongoCursorNotFoundException ended -> true;
      case MongoWriteConcernException noMajority -> true;
      case MongoBulkWriteException bulk when bulk.getWriteConcernError() != null -> true;
      case MongoBulkWriteException bulk ->
          isSaidToPass(bulk)
              || bulk.getWriteErrors().stream().anyMatch(each -> PASSING.contains(each.getCode()));
      case MongoServerException refused -> isSaidToPass(refused);
      case MongoClientException noServer -> true;
      default -> isSaidToPass(error);
    };
  }

  private static boolean isSaidToPass(MongoException error) {
    return PASSING.contains(error.getCode())
        || PASSING_LABELS.stream().anyMatch(error::hasErrorLabel);
  }
}
