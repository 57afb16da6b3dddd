@org.jspecify.annotations.NullMarked
package homeroom.bench.client;
