// SPDX-License-Identifier: Apache-2.0
/** What was measured, in numbers, tables and files. */
@NullMarked
package homeroom.bench.report;

import org.jspecify.annotations.NullMarked;
