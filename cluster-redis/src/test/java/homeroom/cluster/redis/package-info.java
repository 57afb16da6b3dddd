// SPDX-License-Identifier: Apache-2.0
@NullMarked
package homeroom.cluster.redis;

import org.jspecify.annotations.NullMarked;
