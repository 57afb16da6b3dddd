/**
 * The clients: many WebSockets on one event loop, which say something in their room and count what
 * comes. Cheap, so that the server is what is measured: a delivery is found by its frame's length,
 * its name and a number, all compared as machine words.
 */
@NullMarked
package homeroom.bench.load;

import org.jspecify.annotations.NullMarked;
