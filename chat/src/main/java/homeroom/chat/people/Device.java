// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.session.SignIn;

/**
 * What somebody signed in with.
 *
 * @param active whether it is still signed in
 */
public record Device(SignIn signIn, boolean active) {}
