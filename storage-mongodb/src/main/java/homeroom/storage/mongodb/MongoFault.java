// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

/**
 * The store cannot do it and a repeat will not help: settings that cannot work, a document that
 * cannot be understood, or an error of ours. Its message has no value of any document and nothing
 * of the connection string.
 */
public final class MongoFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MongoFault(String message) {
    super(message);
  }
}
