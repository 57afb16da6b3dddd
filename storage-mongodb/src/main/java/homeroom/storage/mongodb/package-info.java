/** The store where a school outgrows one machine: every port of the chat on MongoDB. */
@NullMarked
package homeroom.storage.mongodb;

import org.jspecify.annotations.NullMarked;
