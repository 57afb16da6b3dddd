@org.jspecify.annotations.NullMarked
package homeroom.socketio.readme;
