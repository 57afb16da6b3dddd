// SPDX-License-Identifier: Apache-2.0
/** Small servers that show the API and answer what the protocols' test suites ask. */
@NullMarked
package homeroom.server.example;

import org.jspecify.annotations.NullMarked;
