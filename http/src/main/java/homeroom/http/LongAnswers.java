// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

/** Where the answer to one request is written, if it may be long. */
public interface LongAnswers {

  /** See {@link HttpRequest#longAnswer}. */
  LongAnswer write(HttpRequest request, int status, Headers headers, LongAnswer.Pause pause);
}
