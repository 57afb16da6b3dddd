// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import homeroom.chat.school.StoreUnavailable;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoErrorsTest {

  private static final ServerAddress SOMEWHERE = new ServerAddress("db.hill.example");

  @ParameterizedTest
  @ValueSource(
      ints = {
        6, 24, 50, 89, 91, 112, 133, 134, 175, 189, 202, 237, 262, 286, 462, 10107, 11600, 11601,
        11602, 13435, 13436
      })
  void whatPassesByItselfIsUnavailableWithAdviceWhereverTheServerSaysIt(int code) {
    isUnavailable(new MongoCommandException(answer(code), SOMEWHERE));
    isUnavailable(
        new MongoWriteException(new WriteError(code, "", answer(code)), SOMEWHERE, Set.of()));
    isUnavailable(
        new MongoBulkWriteException(
            BulkWriteResult.unacknowledged(),
            List.of(new BulkWriteError(code, "", answer(code), 0)),
            null,
            SOMEWHERE,
            Set.of()));
  }

  @Test
  void aCursorThatTheServerLostIsUnavailableWithAdvice() {
    isUnavailable(new MongoCursorNotFoundException(7, answer(43), SOMEWHERE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RetryableWriteError",
        "RetryableError",
        "SystemOverloadedError",
        "ResumableChangeStreamError",
        "TransientTransactionError"
      })
  void whatTheServerSaysMayBeRepeatedIsUnavailableWithAdvice(String label) {
    MongoException error = new MongoCommandException(answer(1), SOMEWHERE);
    error.addLabel(label);
    isUnavailable(error);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 13, 18, 121, 166})
  void whatNoRepeatHelpsIsAFault(int code) {
    assertThat(MongoErrors.translate(new MongoCommandException(answer(code), SOMEWHERE)))
        .isInstanceOf(MongoFault.class);
  }

  private static void isUnavailable(MongoException error) {
    assertThat(MongoErrors.translate(error))
        .isInstanceOfSatisfying(
            StoreUnavailable.class,
            unavailable -> assertThat(unavailable.retryAfterMillis()).isPositive());
  }

  private static BsonDocument answer(int code) {
    return new BsonDocument("ok", new BsonDouble(0))
        .append("code", new BsonInt32(code))
        .append("errmsg", new BsonString("an error"));
  }
}
