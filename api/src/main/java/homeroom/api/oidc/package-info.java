// SPDX-License-Identifier: Apache-2.0
/** Signing in with the accounts of a school's identity provider: OpenID Connect. */
@NullMarked
package homeroom.api.oidc;

import org.jspecify.annotations.NullMarked;
