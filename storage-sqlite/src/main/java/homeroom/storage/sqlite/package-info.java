@org.jspecify.annotations.NullMarked
package homeroom.storage.sqlite;
