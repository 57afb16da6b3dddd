// SPDX-License-Identifier: Apache-2.0
@NullMarked
package homeroom.bench.cluster;

import org.jspecify.annotations.NullMarked;
