@org.jspecify.annotations.NullMarked
package homeroom.http.testing;
