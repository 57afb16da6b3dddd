@org.jspecify.annotations.NullMarked
package homeroom.api;
