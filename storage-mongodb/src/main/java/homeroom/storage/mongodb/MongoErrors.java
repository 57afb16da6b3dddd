// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
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

/**
 * What an error of the driver means to the caller. The driver's own exceptions are left behind:
 * their messages quote addresses, user names and values of documents; kind, code and the place
 * where it happened are kept.
 */
final class MongoErrors {

  private static final long SOON_MILLIS = 1_000;

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

  private static boolean mayPass(MongoException error) {
    return switch (error) {
      case MongoSecurityException wrongCredentials -> false;
      case MongoSocketException away -> true;
      case MongoInterruptedException interrupted -> true;
      case MongoNotPrimaryException failingOver -> true;
      case MongoNodeIsRecoveringException recovering -> true;
      case MongoExecutionTimeoutException tooSlow -> true;
      case MongoWriteConcernException noMajority -> true;
      case MongoBulkWriteException bulk when bulk.getWriteConcernError() != null -> true;
      case MongoServerException refused -> hasPassingLabel(refused);
      case MongoClientException noServer -> true;
      default -> hasPassingLabel(error);
    };
  }

  private static boolean hasPassingLabel(MongoException error) {
    return error.hasErrorLabel("RetryableWriteError")
        || error.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
  }
}
