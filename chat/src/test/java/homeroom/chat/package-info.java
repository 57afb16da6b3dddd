@org.jspecify.annotations.NullMarked
package homeroom.chat;
