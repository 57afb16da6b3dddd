@org.jspecify.annotations.NullMarked
package homeroom.bench.chat;
