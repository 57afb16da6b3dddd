/** Small servers that show the API and answer what the protocols' test suites ask. */
@NullMarked
package homeroom.socketio.example;

import org.jspecify.annotations.NullMarked;
