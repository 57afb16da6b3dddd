// SPDX-License-Identifier: Apache-2.0
/** Who is asking: passwords, access tokens, and the user behind them. */
@NullMarked
package homeroom.api.auth;

import org.jspecify.annotations.NullMarked;
