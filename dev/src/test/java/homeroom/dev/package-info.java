@NullMarked
package homeroom.dev;

import org.jspecify.annotations.NullMarked;
