// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoDatabase;

/**
 * One step from a version of the documents to the next. It may be interrupted anywhere and is then
 * done again from its beginning, so that doing it twice is doing it once. It adds what the new
 * release needs and leaves what the release before uses, which may run beside it for a while; only
 * a later step removes that.
 *
 * @param name for people
 */
record Migration(String name, Step step) {

  /** Runs under the lease, with the time that the making of an index may take for each command. */
  @FunctionalInterface
  interface Step {
    void apply(MongoDatabase database, RosterMapping mapping);
  }
}
