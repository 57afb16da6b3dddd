@org.jspecify.annotations.NullMarked
package homeroom.contracts;
