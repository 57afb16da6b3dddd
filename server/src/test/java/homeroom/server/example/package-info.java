@org.jspecify.annotations.NullMarked
package homeroom.server.example;
